"""What sellers earned: statements, and each line of one with the order behind it."""

from collections.abc import Sequence
from itertools import chain
from typing import Any
from uuid import UUID

from flask import Response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from blueprints.finance.blueprint import blueprint
from trade.kernel.actor import Permission
from trade.ledger.queries import entries
from trade.parties.queries import names_of
from trade.settlement import queries
from trade.settlement.queries import StatementItemRow, StatementLineRow
from web.access import actor, requires, session
from web.sheets import KINDS, Cell, all_rows, list_answer
from web.statements import item_word
from web.timeline import timeline_of
from web.translation import gettext as _


@blueprint.get("/statements")
@requires(Permission.SEE_FINANCE)
def statement_list() -> ResponseReturnValue:
    """Show statements, newest first; of one seller where asked."""
    seller_id = request.args.get("seller", type=UUID)
    page = queries.statements_after(
        session(), actor(), seller_id=seller_id, cursor=request.args.get("cursor"), limit=50
    )
    view: dict[str, Any] = {"seller": seller_id, "cursor": page.next_cursor}
    return render_template(
        "finance/statements.html",
        rows=page.rows,
        seller_name=names_of(session(), [seller_id]).get(seller_id, "") if seller_id else "",
        further=url_for(".statement_list", **view) if page.next_cursor else "",
    )


@blueprint.get("/statements/<uuid:statement_id>")
@requires(Permission.SEE_FINANCE)
def statement(statement_id: UUID) -> ResponseReturnValue:
    """Show a statement with its lines, what they add up to, and its entry in the books."""
    found = queries.statement(session(), actor(), statement_id)
    page = queries.statement_lines(session(), statement_id, cursor=request.args.get("cursor"))
    further = url_for(".statement", statement_id=statement_id, cursor=page.next_cursor) if page.next_cursor else ""
    return render_template(
        "finance/statement.html",
        statement=found,
        lines=page.rows,
        items=queries.statement_items(session(), found.id),
        disputes=queries.disputes(session(), actor(), statement_id=found.id),
        sums=queries.statement_sums(session(), found),
        further=further,
        is_first=not request.args.get("cursor"),
        entries=entries(session(), source=f"statement:{statement_id}:").rows,
        happened=timeline_of(session(), "statement", statement_id, currency=found.net.currency),
    )


@blueprint.get(f"/statements/<uuid:statement_id>/lines.<{KINDS}:kind>")
@requires(Permission.SEE_FINANCE)
def statement_file(statement_id: UUID, kind: str) -> Response:
    """Answer a statement's lines as a file."""
    found = queries.statement(session(), actor(), statement_id)
    lines = all_rows(lambda cursor: queries.statement_lines(session(), statement_id, cursor=cursor))
    items = queries.statement_items(session(), found.id)
    header = [
        _("Order"),
        _("Code"),
        _("Product"),
        _("Quantity"),
        _("Sold for"),
        _("Rate"),
        _("Commission"),
        _("Earned"),
    ]
    cells = chain(map(_cells, lines), map(_item, items))
    return list_answer(kind, found.reference, found.reference, [*header, _("Currency")], cells)


def _item(item: StatementItemRow) -> Sequence[Cell]:
    return ("", "", item_word(item), "", "", item.rate, "", item.amount, item.amount.currency)


def _cells(line: StatementLineRow) -> Sequence[Cell]:
    return (
        line.order_reference, line.sku_code, line.name, line.quantity, line.gross, line.commission_rate,
        line.commission, line.net, line.net.currency,
    )  # fmt: skip
