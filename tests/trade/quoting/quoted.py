"""An inquiry about twenty printed kettles, and its quote."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from tests.trade.market import Market
from trade.kernel.work import bind_actor
from trade.quoting.actions import QuotedLine, Wanted, ask_for_quote, send_quote
from trade.quoting.queries import InquiryDetail, inquiry_detail


def asked(market: Market, *sku_ids: UUID, quantity: int = 20) -> UUID:
    """Ask for so many of each, with a print."""
    wanted = [Wanted(sku_id, quantity, "Our name in red") for sku_id in sku_ids or (market.goods(),)]
    return ask_for_quote(market.by(market.retailer), wanted)


def look(market: Market, inquiry_id: UUID) -> InquiryDetail:
    """The inquiry as its buyer sees it."""
    bind_actor(market.session, market.retailer)
    found = inquiry_detail(market.session, market.retailer, inquiry_id, market.at)
    market.session.rollback()
    return found


def quote(market: Market, inquiry_id: UUID, price: str = "2.10", days: int = 7, **line: Any) -> int:
    """Quote every line at this price; answer the version."""
    detail = look(market, inquiry_id)
    given = {"quantity": 20, "minimum": 10, "multiple": 5, **line}
    lines = [QuotedLine(row.id, Decimal(price), **given) for row in detail.lines]
    expires_at = market.at + timedelta(days=days)
    send_quote(market.by(market.supplier), inquiry_id, lines=lines, expires_at=expires_at, version=detail.row.version)
    return detail.row.version + 1
