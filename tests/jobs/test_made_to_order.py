"""Goods made to order: the job ends a pool whose day is over, and a kill in the middle loses and doubles nothing."""

from __future__ import annotations

import random
from datetime import timedelta
from functools import partial
from uuid import UUID

import pytest

from adapters.clock import now
from jobs import pools as jobs
from settings import Settings
from tests.jobs.killing import await_progress, killed, waiting
from tests.trade.market import Market
from tests.trade.pooling.pooled import good, join, money_of, shops, terms
from trade.checks import CHECKS
from trade.kernel.actor import Actor
from trade.ledger.verify import verify
from trade.ordering.verify import verify_stock
from trade.pooling.actions import draft_pool, finish, offer_pool, report_arrival

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("here", "queue")]
MEMBERS = 12
KILLS_EACH = 3


def awaited_pool(market: Market, members: list[Actor], sku_id: UUID, *, late: bool) -> UUID:
    """Make a pool that closed a moment ago, or whose goods should have been here a moment ago."""
    market.at = now() - timedelta(days=20 if late else 7, minutes=1)
    offered = terms(market, [good(sku_id)], ready_by=market.at + timedelta(days=20))
    pool_id = offer_pool(market.by(market.supplier), draft_pool(market.by(market.supplier), offered))
    for member in members:
        join(market, member, pool_id, sku_id, 12)
    market.at = now()
    jobs.close_due_pools()
    return pool_id


def a_worker(_pool_id: UUID, _settings: Settings) -> None:
    """Do what the jobs do that come round by themselves."""
    jobs.close_due_pools()
    jobs.resume_pools()


@pytest.mark.parametrize("kills", [6, pytest.param(60, marks=pytest.mark.soak)])
def test_kills_while_goods_arrive_or_are_late_lose_and_double_nothing(
    market: Market, migrated: Settings, monkeypatch: pytest.MonkeyPatch, kills: int
) -> None:
    monkeypatch.setattr(finish, "CHUNK", 2)  # many transactions, so that kills fall between and into them
    chance = random.Random(3)
    members = shops(market, MEMBERS, money=10_000_000)
    sku_id = market.goods(stock=12 * MEMBERS * kills, multiple=6)
    halfway = spent = 0
    for number in range(kills // KILLS_EACH):
        late = number % 2 == 1
        pool_id = awaited_pool(market, members, sku_id, late=late)
        if not late:
            report_arrival(market.by(market.supplier), pool_id)
        for _ in range(KILLS_EACH):
            moment = partial(await_progress, market, pool_id, waiting(market, pool_id), chance.random() / 40)
            killed(a_worker, pool_id, migrated, moment)
            halfway += 0 < waiting(market, pool_id) < MEMBERS
        a_worker(pool_id, migrated)
        spent += 0 if late else 2640
        state, why = ("released", "not_ready") if late else ("ordered", "")
        rows = "SELECT state, release, count(*), count(DISTINCT order_id) FROM commitments WHERE pool_id = :id GROUP BY 1, 2"
        assert market.rows(rows, id=pool_id) == [(state, why, MEMBERS, 0 if late else MEMBERS)]
        assert {money_of(market, member) for member in members} == {(10_000_000 - spent, 0)}
        assert market.verbs(pool_id).count("pooling.pool_finished") == 1
    assert halfway, "no kill fell into it: nothing was proved"
    with market.as_system() as session:
        outcome = verify(session, also=CHECKS)
        assert outcome.is_sound, outcome.differences
        assert verify_stock(session) == []
