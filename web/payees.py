"""Where an organisation wants its money, as it is typed."""

from typing import Final

from wtforms import PasswordField, RadioField, StringField

from trade.parties.payees import PayeeDetails, PayeeKind
from web.choices import options
from web.forms import Form, at_most, filled
from web.translation import lazy_gettext as _l

WAYS: Final = (
    (str(PayeeKind.IBAN), _l("An account with an IBAN")),
    (str(PayeeKind.CNAPS), _l("An account at a bank in China")),
    (str(PayeeKind.LOCAL), _l("An account without either")),
)


class PayeeForm(Form):
    """The account that payouts go to; the password shows that it is its owner who asks."""

    kind = RadioField(_l("What kind of account is it?"), [filled(_l("Choose one."))], choices=options(WAYS))
    holder = StringField(_l("In the name of"), [filled(), at_most(140)])
    number = StringField(_l("IBAN or account number"), [filled(), at_most(48)])
    bank_name = StringField(_l("Bank and branch"), [at_most(80)])
    bank_code = StringField(_l("CNAPS code, or BIC"), [at_most(16)])
    password = PasswordField(_l("Your password"), [filled(), at_most(256)])

    def details(self) -> PayeeDetails:
        """Return the account as it was typed."""
        return PayeeDetails(
            PayeeKind(self.kind.data),
            self.holder.data or "",
            self.number.data or "",
            self.bank_name.data or "",
            self.bank_code.data or "",
        )
