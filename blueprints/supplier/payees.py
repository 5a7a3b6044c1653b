"""Payouts, and the bank account they go to: another one is named with the password, and comes into force after a pause."""

from typing import Any
from uuid import UUID

from flask import url_for
from flask.typing import ResponseReturnValue

from adapters import clock
from blueprints.supplier.asking import cursor
from blueprints.supplier.blueprint import blueprint
from trade.kernel.actor import Permission
from trade.ledger.queries import balances
from trade.ledger.rules import AccountKind
from trade.parties.payees import PayeeKind
from trade.parties.queries import payees
from trade.payouts.queries import payouts_after
from web.access import actor, requires, session
from web.fragments import respond
from web.limits import BY_SCREEN, limiter, person_key
from web.payees import PayeeForm, account_asked, account_taken_back

PAGE, FRAGMENT = "supplier/payouts.html", "supplier/_payee.html"


@blueprint.get("/payouts")
@requires(Permission.SEE_EARNINGS)
def payout_list() -> ResponseReturnValue:
    """Show what is payable, what was paid, and where it goes."""
    return respond(PAGE, FRAGMENT, form=PayeeForm(formdata=None, data={"kind": str(PayeeKind.IBAN)}), **_money())


@blueprint.post("/payee-accounts")
@limiter.limit(BY_SCREEN, key_func=person_key)
@requires(Permission.BE_PAID)
def name_account() -> ResponseReturnValue:
    """Say where money should go, once the account has cooled off."""
    return account_asked(PAGE, FRAGMENT, _money, url_for("supplier.payout_list"))


@blueprint.post("/payee-accounts/<uuid:account_id>/withdrawal")
@requires(Permission.BE_PAID)
def withdraw_account(account_id: UUID) -> ResponseReturnValue:
    """Take a change of account back before it comes into force."""
    return account_taken_back(account_id, url_for("supplier.payout_list"))


def _money() -> dict[str, Any]:
    page = payouts_after(session(), actor(), cursor=cursor())
    return {
        "rows": page.rows,
        "payable": balances(session(), AccountKind.PAYABLE, actor().organisation),
        "wallet": balances(session(), AccountKind.WALLET, actor().organisation),
        "accounts": payees(session(), actor(), clock.now()),
        "further": url_for("supplier.payout_list", cursor=page.next_cursor) if page.next_cursor else "",
    }
