"""Pools in the market that runs: made on its real clock, with members who have phones."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from tests.storms.phone import Phone
from tests.storms.running import Supervised
from tests.trade.market import Market
from tests.trade.pooling.pooled import good, join, terms
from trade.checks import CHECKS
from trade.kernel.actor import Actor
from trade.ledger.verify import verify
from trade.ordering.verify import verify_stock
from trade.parties.models import Person
from trade.pooling.actions import draft_pool, offer_pool
from trade.pooling.rules import PoolNotOpen

WINDOW: Final = timedelta(days=7)


def phone_of(market: Market, running: Supervised, shop: Actor) -> Phone:
    """The phone of somebody who has signed in."""
    with market.as_system() as session:
        login = str(session.get_one(Person, shop.person_id).email)
    phone = Phone(running.port, login)
    phone.sign_in()
    return phone


def offer(market: Market, sku_id: UUID) -> UUID:
    """Offer a pool that begins now."""
    offered = terms(market, [good(sku_id)], withdraw_until=market.at + WINDOW)
    return offer_pool(market.by(market.supplier), draft_pool(market.by(market.supplier), offered))


def offer_until(market: Market, sku_id: UUID, until: datetime) -> UUID:
    """Offer a pool that began a week before it ends; the market's clock stays at its beginning."""
    market.at = until - WINDOW
    return offer(market, sku_id)


def join_in_time(market: Market, members: list[Actor], pool_id: UUID, sku_id: UUID) -> int:
    """Let shops join one after the other; answer how many did before the pool was closed under them."""
    for number, member in enumerate(members):
        try:
            join(market, member, pool_id, sku_id, 12)
        except PoolNotOpen:
            return number
    return len(members)


def visits(phone: Phone, pool_id: UUID) -> None:
    """Look at a pool whose time is over."""
    assert phone.insist("GET", f"/retailer/pools/{pool_id}").status == 200


def ended(market: Market, pool_id: UUID) -> tuple[str, bool]:
    """The state of a pool, and whether nothing is left to do about it."""
    ((state, finished),) = market.rows("SELECT state, finished_at IS NOT NULL FROM pools WHERE id = :id", id=pool_id)
    return state, finished


def assert_sound(market: Market) -> None:
    """The books and the shelves say the same as the pools, for every member."""
    with market.as_system() as session:
        outcome = verify(session, also=CHECKS)
        assert outcome.is_sound, outcome.differences
        assert verify_stock(session) == []
