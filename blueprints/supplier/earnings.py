"""Where the money is: statements whose lines add up, payouts, and the account they go to."""

from typing import Any
from uuid import UUID

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue

from blueprints.supplier.asking import cursor
from blueprints.supplier.blueprint import blueprint
from blueprints.supplier.earning_forms import BankAccountForm
from trade.kernel.actor import Permission
from trade.ledger.queries import balances
from trade.ledger.rules import AccountKind
from trade.parties.queries import bank_account_of
from trade.settlement.actions import set_bank_account
from trade.settlement.queries import payouts_after, statement_items, statement_lines, statement_sums, statements_after
from trade.settlement.queries import statement as statement_head
from web.access import actor, call, requires, session
from web.forms import invalid
from web.fragments import respond, see_other
from web.timeline import timeline_of
from web.translation import gettext as _

PAGE, FRAGMENT = "supplier/payouts.html", "supplier/_bank_account.html"


@blueprint.get("/statements")
@requires(Permission.SEE_EARNINGS)
def statement_list() -> ResponseReturnValue:
    """Show the statements, newest first."""
    page = statements_after(session(), actor(), cursor=cursor())
    further = url_for("supplier.statement_list", cursor=page.next_cursor) if page.next_cursor else ""
    return respond("supplier/statements.html", "supplier/_statements.html", rows=page.rows, further=further)


@blueprint.get("/statements/<uuid:statement_id>")
@requires(Permission.SEE_EARNINGS)
def statement(statement_id: UUID) -> ResponseReturnValue:
    """Show a statement line by line, with its lines added up anew."""
    head = statement_head(session(), actor(), statement_id)
    page = statement_lines(session(), head.id, cursor=cursor())
    return respond(
        "supplier/statement.html",
        "supplier/_statement_lines.html",
        head=head,
        lines=page.rows,
        items=statement_items(session(), head.id),
        sums=statement_sums(session(), head),
        is_part=bool(page.next_cursor or request.args.get("cursor")),
        further=url_for("supplier.statement", statement_id=head.id, cursor=page.next_cursor)
        if page.next_cursor
        else "",
        happened=timeline_of(session(), "statement", head.id, currency=head.net.currency),
    )


@blueprint.get("/payouts")
@requires(Permission.SEE_EARNINGS)
def payout_list() -> ResponseReturnValue:
    """Show what is payable, what was paid, and where it goes."""
    form = BankAccountForm(formdata=None, data={"bank_account": bank_account_of(session(), actor())})
    return respond(PAGE, FRAGMENT, form=form, **_money())


@blueprint.post("/bank-account")
@requires(Permission.SEE_EARNINGS)
def name_account() -> ResponseReturnValue:
    """Say where money should go from now on."""
    form = BankAccountForm()
    if not form.validate():
        return invalid(PAGE, FRAGMENT, form, **_money())
    set_bank_account(call(), bank_account=form.bank_account.data or "")
    flash(_("Saved. The next payout goes to this account; one that is under way keeps its own."), "good")
    return see_other(url_for("supplier.payout_list"))


def _money() -> dict[str, Any]:
    page = payouts_after(session(), actor(), cursor=cursor())
    return {
        "rows": page.rows,
        "payable": balances(session(), AccountKind.PAYABLE, actor().organisation),
        "account": bank_account_of(session(), actor()),
        "further": url_for("supplier.payout_list", cursor=page.next_cursor) if page.next_cursor else "",
    }
