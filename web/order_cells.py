"""Orders as rows of a file: one shape for buyers and for whoever oversees the market."""

from collections.abc import Sequence

from trade.ordering.queries import OrderRow
from web.sheets import Cell
from web.translation import gettext as _
from web.words import state_word


def order_header() -> Sequence[str]:
    """Return the titles of the columns."""
    return [
        _("Order"), _("Buyer"), _("Seller"), _("Lines"), _("State"), _("Placed on"), _("Amount"), _("Given back"),
        _("Currency"),
    ]  # fmt: skip


def order_cells(row: OrderRow) -> Sequence[Cell]:
    """Return an order as a row."""
    return (
        row.reference, row.buyer_name, row.seller_name, row.lines, state_word(row.state).word, row.placed_at, row.total,
        row.refunded, row.total.currency,
    )  # fmt: skip
