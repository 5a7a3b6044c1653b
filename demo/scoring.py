"""What buyers of the demo market say of their orders, and the scorecards that follow."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from sqlalchemy import select

from demo.cast import BUYERS
from demo.market import Market
from trade.catalogue.actions import place_products
from trade.ordering.models import Order
from trade.parties.rules import Role
from trade.scoring.actions import rate_order, score_sellers
from trade.scoring.ranking import moved

SAID: Final = (
    (5, "Everything as ordered, well packed."), (4, ""), (5, ""), (3, "Two days later than we had hoped."), (5, ""), (4, ""),
    (2, "The colour is not that of the picture."), (5, ""), (4, "Good as always."),
)  # fmt: skip
RATED: Final = 60


def rate_and_score(market: Market) -> None:
    """Let the buyers who sign in rate what they received, and write the scorecards of today."""
    buyers = {market.find(part.organisation): part for part in BUYERS if Role.BUYER in part.roles}
    received = (
        select(Order.id, Order.buyer_id)
        .where(Order.delivered_at > market.now - timedelta(days=25), Order.buyer_id.in_(list(buyers)))
        .order_by(Order.delivered_at, Order.id)
        .limit(RATED)
    )
    at = market.now - timedelta(hours=2)
    for number, (order_id, buyer_id) in enumerate(market.reading().execute(received).all()):
        part = buyers[buyer_id]
        stars, comment = SAID[number % len(SAID)]
        rate_order(market.as_person(part.login, part.organisation, at), order_id, stars=stars, comment=comment)
    score_sellers(market.as_system(market.now))


def rank_goods(market: Market) -> None:
    """Move goods to the places in lists that the night would give them."""
    place_products(market.as_system(market.now), list(moved(market.reading(), market.now)))
