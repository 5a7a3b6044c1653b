"""A market whose goods a retailer sees, and the retailer's browser."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

import pytest

from tests.desk import Desk
from tests.trade.market import Market
from trade.kernel.actor import Actor
from trade.ordering.actions import set_cart_line


@pytest.fixture
def shop(market: Market, at_desk: Callable[[Actor], Desk]) -> Desk:
    """The browser of a retailer's owner."""
    return at_desk(market.retailer)


@pytest.fixture
def carries(market: Market) -> Callable[[UUID, int], None]:
    """Put so many of a SKU into the retailer's cart."""

    def put(sku_id: UUID, quantity: int) -> None:
        set_cart_line(market.by(market.retailer), sku_id, quantity=quantity)

    return put


@pytest.fixture
def cart(market: Market) -> Callable[[], dict[UUID, int]]:
    """What lies in the retailer's cart."""

    def look() -> dict[UUID, int]:
        rows = market.rows(
            "SELECT sku_id, quantity FROM cart_lines WHERE buyer_id = :buyer", buyer=market.retailer.organisation
        )
        return dict(rows)

    return look
