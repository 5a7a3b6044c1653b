"""Large sheets of products, as tests send them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from tests.trade.market import Market
from trade.pricing.actions import send_sheet
from trade.pricing.rules.rows import SheetLine


def line(market: Market, number: int, code: str, **cells: Any) -> SheetLine:
    """A row that is right as it stands: goods of the market's category, six at 3.50."""
    [(category,)] = market.rows("SELECT name FROM categories WHERE id = :id", id=market.category_id)
    said = {"code": code, "name": f"Goods {number}", "category": category, "moq": "6", "multiple": "6",
            "from_1": "6", "price_1": "3.5"}  # fmt: skip
    return SheetLine(number, said | cells)


def send(market: Market, lines: Sequence[SheetLine] | None = None, *, key: str | None = None, **how: Any) -> UUID:
    """Send a sheet of the supplier's; of one row where none are given."""
    sent = [line(market, 2, "SHEET-1")] if lines is None else lines
    return send_sheet(market.by(market.supplier, key=key), "goods.csv", sent, **how)
