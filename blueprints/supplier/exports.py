"""Lists as files: exactly the view that was on the screen."""

from itertools import chain
from uuid import UUID

from flask.typing import ResponseReturnValue

from blueprints.supplier.blueprint import blueprint
from blueprints.supplier.order_view import asked
from trade.kernel.actor import Permission
from trade.ordering.queries import OrderRow
from trade.settlement.queries import (
    StatementItemRow,
    StatementLineRow,
    statement,
    statement_items,
    statement_lines,
    statement_sums,
)
from web.access import actor, requires, session
from web.sheets import Cell, all_rows, csv_answer
from web.statements import item_word
from web.translation import gettext as _
from web.words import state_word

ROWS_AT_ONCE = 500


@blueprint.get("/orders.csv")
@requires(Permission.SEE_SALES)
def orders_csv() -> ResponseReturnValue:
    """Give the orders of this view as a file."""
    view = asked()
    rows = all_rows(lambda after: view.page(after, ROWS_AT_ONCE))
    header = (
        _("Reference"),
        _("Buyer"),
        _("Lines"),
        _("Currency"),
        _("Total"),
        _("Given back"),
        _("Placed on"),
        _("State"),
    )
    return csv_answer("orders", header, (_order(row) for row in rows))


@blueprint.get("/statements/<uuid:statement_id>/lines.csv")
@requires(Permission.SEE_EARNINGS)
def statement_csv(statement_id: UUID) -> ResponseReturnValue:
    """Give a statement as a file: its lines, and the sum that they make."""
    bound = session()
    head = statement(bound, actor(), statement_id)
    lines = all_rows(lambda after: statement_lines(bound, head.id, cursor=after))
    sums = statement_sums(bound, head)
    items = [_item(item) for item in statement_items(bound, head.id)]
    total: list[Cell] = [_("Total"), "", "", "", head.net.currency, sums.gross, "", sums.commission, sums.payable]
    header = (_("Order"), _("Code"), _("Name"), _("Delivered"), _("Currency"), _("Sold for"), _("Rate"),
              _("Commission"), _("Earned"))  # fmt: skip
    return csv_answer(head.reference, header, chain((_line(line) for line in lines), items, [total]))


def _order(row: OrderRow) -> list[Cell]:
    amounts: list[Cell] = [row.total.currency, row.total, row.refunded]
    return [row.reference, row.buyer_name, row.lines, *amounts, row.placed_at, state_word(row.state).word]


def _item(item: StatementItemRow) -> list[Cell]:
    return ["", "", item_word(item), "", item.amount.currency, "", item.rate, "", item.amount]


def _line(line: StatementLineRow) -> list[Cell]:
    amounts: list[Cell] = [line.gross.currency, line.gross, line.commission_rate, line.commission, line.net]
    return [line.order_reference, line.sku_code, line.name, line.quantity, *amounts]
