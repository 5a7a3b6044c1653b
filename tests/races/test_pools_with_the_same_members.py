"""Pools that close at once and have members in common wait for each other in one order: nobody is thrown out to try again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Engine, event

from tests.races.conftest import Crowd, Deed, on
from tests.trade.credit.lines import open_line
from tests.trade.market import Market
from tests.trade.pooling.pooled import join, money_of, pool, shops
from trade.credit.rules import Means
from trade.kernel.actor import Actor
from trade.pooling.actions import close_pool, finish_next

MEMBERS = 24
CLOSINGS = 4
DEADLOCK = "40P01"


@pytest.fixture
def deadlocks() -> Iterator[list[str]]:
    """Every statement that the database has thrown out to end a circle; the unit of work would try again in silence."""
    found: list[str] = []

    def notice(context: Any) -> None:
        if getattr(context.original_exception, "sqlstate", None) == DEADLOCK:
            found.append(str(context.statement))

    event.listen(Engine, "handle_error", notice)
    yield found
    event.remove(Engine, "handle_error", notice)


@pytest.mark.parametrize("means", Means)
def test_pools_with_the_same_members_wait_for_each_other_in_one_order(
    market: Market, crowd: Crowd, deadlocks: list[str], means: Means
) -> None:
    members = shops(market, MEMBERS)
    for member in members:
        open_line(market, member, 10_000_000)
    for _ in range(CLOSINGS):
        offered = [pool(market, minimum=12) for _ in range(4)]
        for number, (pool_id, sku_id) in enumerate(offered):
            for place, member in enumerate(members):  # what one pool orders, the next releases
                insists = 2 if place % 2 == number % 2 else 0
                join(market, member, pool_id, sku_id, 6, means=means, only_from=insists)
        market.later(days=7)
        for pool_id, _ in offered:
            close_pool(market.by(Actor.system()), pool_id)
        assert crowd([drained(market, pool_id) for pool_id, _ in offered]) == [None] * len(offered)
        market.at += timedelta(minutes=1)
    assert deadlocks == []
    ended = "SELECT state, count(*) FROM commitments GROUP BY 1 ORDER BY 1"
    assert market.rows(ended) == [("ordered", MEMBERS * CLOSINGS * 2), ("released", MEMBERS * CLOSINGS * 2)]
    assert all(money_of(market, member)[1] == 0 for member in members)
    assert market.rows("SELECT sum(reserved_minor) FROM credit_lines") == [(0,)]


def drained(market: Market, pool_id: UUID) -> Deed:
    """Resolve all commitments of a pool."""

    def drain(session: Any) -> None:
        while finish_next(on(session, market.by(Actor.system())), pool_id):
            pass

    return drain
