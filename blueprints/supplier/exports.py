"""Lists as files: exactly the view that was on the screen."""

from itertools import chain
from uuid import UUID

from flask.typing import ResponseReturnValue

from blueprints.supplier.blueprint import blueprint
from blueprints.supplier.order_view import asked
from trade.kernel.actor import Permission
from trade.ordering.queries import OrderRow
from trade.payouts.queries import PayoutRow, payouts_after
from trade.settlement.queries import (
    StatementItemRow,
    StatementLineRow,
    statement,
    statement_items,
    statement_lines,
    statement_sums,
    statements_after,
)
from web.access import actor, requires, session
from web.sheets import KINDS, Cell, all_rows, list_answer
from web.statements import item_word
from web.translation import gettext as _
from web.words import state_word

ROWS_AT_ONCE = 500


@blueprint.get(f"/orders.<{KINDS}:kind>")
@requires(Permission.SEE_SALES)
def orders_file(kind: str) -> ResponseReturnValue:
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
    return list_answer(kind, "orders", _("Orders"), header, (_order(row) for row in rows))


@blueprint.get(f"/statements.<{KINDS}:kind>")
@requires(Permission.SEE_EARNINGS)
def statements_file(kind: str) -> ResponseReturnValue:
    """Give the statements as a file."""
    rows = all_rows(lambda after: statements_after(session(), actor(), cursor=after))
    header = (_("Statement"), _("Orders completed before"), _("Lines"), _("Currency"), _("Sold for"), _("Commission"),
              _("You earned"))  # fmt: skip
    cells = (
        (row.reference, row.until, row.lines, row.net.currency, row.gross, row.commission, row.net) for row in rows
    )
    return list_answer(kind, "statements", _("Statements"), header, cells)


@blueprint.get(f"/statements/<uuid:statement_id>/lines.<{KINDS}:kind>")
@requires(Permission.SEE_EARNINGS)
def statement_file(statement_id: UUID, kind: str) -> ResponseReturnValue:
    """Give a statement as a file: its lines, and the sum that they make."""
    bound = session()
    head = statement(bound, actor(), statement_id)
    lines = all_rows(lambda after: statement_lines(bound, head.id, cursor=after))
    sums = statement_sums(bound, head)
    items = [_item(item) for item in statement_items(bound, head.id)]
    total: list[Cell] = [_("Total"), "", "", "", head.net.currency, sums.gross, "", sums.commission, sums.payable]
    header = (_("Order"), _("Code"), _("Name"), _("Delivered"), _("Currency"), _("Sold for"), _("Rate"),
              _("Commission"), _("Earned"))  # fmt: skip
    cells = chain((_line(line) for line in lines), items, [total])
    return list_answer(kind, head.reference, head.reference, header, cells)


@blueprint.get(f"/payouts.<{KINDS}:kind>")
@requires(Permission.SEE_EARNINGS)
def payouts_file(kind: str) -> ResponseReturnValue:
    """Give what was paid out as a file."""
    rows = all_rows(lambda after: payouts_after(session(), actor(), cursor=after))
    header = (_("Payout"), _("Account"), _("State"), _("Approved"), _("Booked"), _("Currency"), _("Amount"))
    return list_answer(kind, "payouts", _("Payouts"), header, map(_payout, rows))


def _payout(row: PayoutRow) -> list[Cell]:
    when: list[Cell] = [row.decided_at, row.booked_at, row.amount.currency]
    return [row.reference, row.account, state_word(row.state).word, *when, row.amount]


def _order(row: OrderRow) -> list[Cell]:
    amounts: list[Cell] = [row.total.currency, row.total, row.refunded]
    return [row.reference, row.buyer_name, row.lines, *amounts, row.placed_at, state_word(row.state).word]


def _item(item: StatementItemRow) -> list[Cell]:
    return ["", "", item_word(item), "", item.amount.currency, "", item.rate, "", item.amount]


def _line(line: StatementLineRow) -> list[Cell]:
    amounts: list[Cell] = [line.gross.currency, line.gross, line.commission_rate, line.commission, line.net]
    return [line.order_reference, line.sku_code, line.name, line.quantity, *amounts]
