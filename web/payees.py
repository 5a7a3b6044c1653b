"""Where an organisation wants its money: as it is typed, asked for and taken back, wherever it is shown."""

from collections.abc import Callable
from typing import Any, Final
from uuid import UUID

from flask import flash
from flask.typing import ResponseReturnValue
from wtforms import PasswordField, RadioField, StringField

from adapters import clock
from trade.kernel.errors import DomainError, NotAllowed, NotFound
from trade.parties.actions import name_payee_account, withdraw_payee_account
from trade.parties.payees import PayeeDetails, PayeeKind
from trade.parties.queries import payees
from web import filters
from web.access import actor, call, session
from web.choices import options
from web.forms import Form, at_most, filled, invalid
from web.fragments import see_other
from web.sentences import sentence
from web.translation import gettext as _
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


def account_asked(page: str, fragment: str, about: Callable[[], dict[str, Any]], back: str) -> ResponseReturnValue:
    """Ask that money go to the account that was typed, and lead ``back``.

    What is wrong with it is said on the ``page``, or its ``fragment``, with what else it is ``about``.
    """
    form = PayeeForm()
    if not form.validate():
        return invalid(page, fragment, form, **about())
    try:
        name_payee_account(call(), form.details(), password=form.password.data or "")
    except DomainError as error:
        form.refuse(error)
        return invalid(page, fragment, form, **about())
    following = payees(session(), actor(), clock.now()).next
    at = filters.instant(following.effective_at) if following else ""
    flash(
        _("Payouts go to the new account from %(at)s on. Everybody who answers for your money is told now.", at=at),
        "good",
    )
    return see_other(back)


def account_taken_back(account_id: UUID, back: str) -> ResponseReturnValue:
    """Take a change of account back before it comes into force, and lead ``back``."""
    try:
        withdraw_payee_account(call(), account_id)
    except (NotFound, NotAllowed):
        raise
    except DomainError as error:
        flash(sentence(error), "danger")
        return see_other(back)
    flash(_("Taken back. Payouts go on to the account of before."), "good")
    return see_other(back)
