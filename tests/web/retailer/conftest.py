"""A market whose goods a retailer sees, and the retailer's browser."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from tests.desk import Desk
from tests.trade.market import Market
from trade.kernel.actor import Actor
from trade.kernel.work import bind_actor
from trade.ordering.actions import set_cart_line
from trade.parties.models import Member


@pytest.fixture
def market(session: Session) -> Market:
    """Two sellers, two buyers, the platform's people."""
    return Market(session)


@pytest.fixture
def at_desk(session: Session, desk_of: Callable[[Member], Desk]) -> Callable[[Actor], Desk]:
    """Browsers by who acts."""

    def open_desk(actor: Actor) -> Desk:
        bind_actor(session, Actor.system())
        return desk_of(session.query(Member).filter_by(person_id=actor.person_id).one())

    return open_desk


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
