"""Sellers on trial, as far as a test wants."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from sqlalchemy import text

from tests.trade.admission.applying import admitted
from tests.trade.market import Market
from trade.admission.queries import TrialView, trial_of
from trade.kernel.actor import Actor
from trade.kernel.work import bind_actor
from trade.ordering.actions import confirm_receipt


def on_trial(market: Market, most: int = 2) -> Actor:
    """Return the owner of a seller that was let in just now, and may have ``most`` orders open."""
    seller = admitted(market)
    with market.as_system() as session:
        session.execute(text(f"UPDATE organisations SET open_orders_max = {most} WHERE id = '{seller.organisation}'"))
        session.commit()
    return seller


def deliver(market: Market, seller: Actor) -> UUID:
    """Let an order of the seller's arrive on its day."""
    order_id = market.confirmed(6, seller)
    confirm_receipt(market.by(market.retailer), market.ship(order_id, seller=seller))
    return order_id


def proved(market: Market, orders: int = 10) -> Actor:
    """Return the owner of a seller that has done all that its trial asks."""
    seller = on_trial(market, 20)
    for _ in range(orders):
        deliver(market, seller)
    market.at += timedelta(days=30)
    return seller


def trial(market: Market, seller: Actor) -> TrialView:
    """The trial as its seller sees it."""
    bind_actor(market.session, seller)
    found = trial_of(market.session, seller.organisation, market.at)
    assert found is not None
    return found
