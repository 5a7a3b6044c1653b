"""Payouts, and the bank account they go to: another one is named with the password, and comes into force after a pause."""

from typing import Any
from uuid import UUID

from flask import flash, url_for
from flask.typing import ResponseReturnValue

from adapters import clock
from blueprints.supplier.asking import cursor
from blueprints.supplier.blueprint import blueprint
from trade.kernel.actor import Permission
from trade.kernel.errors import DomainError, NotFound
from trade.ledger.queries import balances
from trade.ledger.rules import AccountKind
from trade.parties.actions import name_payee_account, withdraw_payee_account
from trade.parties.payees import PayeeKind
from trade.parties.queries import payees
from trade.payouts.queries import payouts_after
from web import filters
from web.access import actor, call, requires, session
from web.forms import invalid
from web.fragments import respond, see_other
from web.limits import BY_SCREEN, limiter, person_key
from web.payees import PayeeForm
from web.sentences import sentence
from web.translation import gettext as _

PAGE, FRAGMENT = "supplier/payouts.html", "supplier/_payee.html"


@blueprint.get("/payouts")
@requires(Permission.SEE_EARNINGS)
def payout_list() -> ResponseReturnValue:
    """Show what is payable, what was paid, and where it goes."""
    return respond(PAGE, FRAGMENT, form=PayeeForm(formdata=None, data={"kind": str(PayeeKind.IBAN)}), **_money())


@blueprint.post("/payee-accounts")
@limiter.limit(BY_SCREEN, key_func=person_key)
@requires(Permission.SEE_EARNINGS)
def name_account() -> ResponseReturnValue:
    """Say where money should go, once the account has cooled off."""
    form = PayeeForm()
    if not form.validate():
        return invalid(PAGE, FRAGMENT, form, **_money())
    try:
        name_payee_account(call(), form.details(), password=form.password.data or "")
    except DomainError as error:
        form.refuse(error)
        return invalid(PAGE, FRAGMENT, form, **_money())
    following = payees(session(), actor(), clock.now()).next
    at = filters.instant(following.effective_at) if following else ""
    flash(
        _("Payouts go to the new account from %(at)s on. Everybody who sees your earnings is told now.", at=at), "good"
    )
    return see_other(url_for("supplier.payout_list"))


@blueprint.post("/payee-accounts/<uuid:account_id>/withdrawal")
@requires(Permission.SEE_EARNINGS)
def withdraw_account(account_id: UUID) -> ResponseReturnValue:
    """Take a change of account back before it comes into force."""
    try:
        withdraw_payee_account(call(), account_id)
    except NotFound:
        raise
    except DomainError as error:
        flash(sentence(error), "danger")
        return see_other(url_for("supplier.payout_list"))
    flash(_("Taken back. Payouts go on to the account of before."), "good")
    return see_other(url_for("supplier.payout_list"))


def _money() -> dict[str, Any]:
    page = payouts_after(session(), actor(), cursor=cursor())
    return {
        "rows": page.rows,
        "payable": balances(session(), AccountKind.PAYABLE, actor().organisation),
        "accounts": payees(session(), actor(), clock.now()),
        "further": url_for("supplier.payout_list", cursor=page.next_cursor) if page.next_cursor else "",
    }
