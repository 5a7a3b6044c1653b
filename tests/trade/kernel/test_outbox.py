"""Promised work is sent again until it is done, each time after a longer while."""

from __future__ import annotations

from datetime import timedelta

from tests.trade.market import Market
from trade.kernel.actor import Actor
from trade.kernel.outbox import mark_done, take_due
from trade.kernel.work import bind_actor
from trade.settlement.actions import start_settlement


def test_a_job_is_due_half_a_minute_after_its_commit_and_then_ever_later(market: Market) -> None:
    start_settlement(market.by(market.maker), until=market.at)
    bind_actor(market.session, Actor.system())
    waits = []
    at = market.at
    for _ in range(8):
        assert take_due(market.session, at) == []
        row = None
        while row is None:
            at += timedelta(seconds=30)
            row = next(iter(take_due(market.session, at)), None)
        waits.append(int((row.due_at - at).total_seconds()))
        market.session.flush()
    assert waits == [60, 120, 240, 480, 960, 1920, 3600, 3600]


def test_what_is_done_is_never_due_again(market: Market) -> None:
    start_settlement(market.by(market.maker), until=market.at)
    bind_actor(market.session, Actor.system())
    later = market.at + timedelta(hours=1)
    (row,) = take_due(market.session, later)
    mark_done(market.session, row.id, later)
    assert take_due(market.session, later + timedelta(days=9)) == []
