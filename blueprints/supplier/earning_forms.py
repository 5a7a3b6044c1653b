"""Where a seller wants its money."""

from wtforms import StringField
from wtforms.validators import Regexp

from web.forms import Form, at_most, filled
from web.translation import lazy_gettext as _l


class BankAccountForm(Form):
    """The account that payouts go to."""

    bank_account = StringField(
        _l("Bank account"),
        [
            filled(),
            at_most(60),
            Regexp(
                r"^[A-Za-z0-9][A-Za-z0-9 .\-/]{4,}$",
                message=_l("Enter an IBAN, or sort code and account number, in letters and digits."),
            ),
        ],
    )
