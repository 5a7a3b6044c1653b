"""Days are noted exactly, and nothing is posted into a closed period, whoever tries."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from tests.trade.ledger.books import state_of
from tests.trade.market import Market
from trade.kernel.actor import Actor
from trade.kernel.errors import NotAllowed
from trade.kernel.work import bind_actor
from trade.ledger.closing import NotToClose, close_books, snapshot_day
from trade.ledger.queries import closes, days, trial_balance, trial_balance_on
from trade.ledger.verify import verify

MONDAY = date(2026, 3, 2)


def balance_on(market: Market, day: date) -> dict[str, int]:
    bind_actor(market.session, market.checker)
    return {line.kind: line.balance.minor for line in trial_balance_on(market.session, day)}


def noted(market: Market, day: date) -> int:
    return snapshot_day(market.by(Actor.system()), day=day)


def test_each_day_keeps_its_own_trial_balance(market: Market) -> None:
    market.money(minor=500)
    market.later(days=1)
    assert noted(market, MONDAY) == 3  # bank, unapplied, wallet
    market.money(minor=300)
    market.later(days=2)
    assert noted(market, MONDAY + timedelta(days=2)) == 3
    assert noted(market, MONDAY + timedelta(days=2)) == 0
    assert balance_on(market, MONDAY) == {"bank": 500, "wallet": -500}
    assert balance_on(market, MONDAY + timedelta(days=1)) == {"bank": 500, "wallet": -500}
    assert balance_on(market, MONDAY + timedelta(days=2)) == {"bank": 800, "wallet": -800}
    bind_actor(market.session, market.checker)
    now = {line.kind: line.balance.minor for line in trial_balance(market.session) if line.balance}
    assert now == balance_on(market, MONDAY + timedelta(days=2))
    assert list(days(market.session)) == [MONDAY + timedelta(days=2), MONDAY]


def test_what_is_late_belongs_to_the_next_day(market: Market) -> None:
    market.later(days=1)
    noted(market, MONDAY)
    market.later(days=-1)
    market.money(minor=500)
    market.later(days=2)
    noted(market, MONDAY + timedelta(days=1))
    assert (balance_on(market, MONDAY), balance_on(market, MONDAY + timedelta(days=1))["bank"]) == ({}, 500)
    with market.refuses(NotToClose):
        noted(market, market.at.date())


def test_nothing_is_posted_into_a_closed_period(market: Market) -> None:
    market.money(minor=500)
    market.later(days=1)
    close_books(market.by(market.checker), day=MONDAY)
    market.money(minor=200)
    market.later(hours=-9, seconds=-1)  # a second before midnight
    with pytest.raises(DBAPIError) as caught:
        market.money(minor=1)
    assert state_of(caught.value) == "PH006"
    market.session.rollback()
    market.later(seconds=1)
    market.money(minor=1)
    bind_actor(market.session, market.checker)
    (closed,) = closes(market.session)
    assert (closed.day, closed.entries) == (MONDAY, 2)


def test_a_period_is_closed_once_when_it_is_over_by_whoever_approves(market: Market) -> None:
    with market.refuses(NotToClose):
        close_books(market.by(market.checker), day=MONDAY)
    market.later(days=5)
    with market.refuses(NotAllowed, permission="approve_money"):
        close_books(market.by(market.maker), day=MONDAY)
    close_books(market.by(market.checker), day=MONDAY + timedelta(days=1))
    for day in (MONDAY, MONDAY + timedelta(days=1)):
        with market.refuses(NotToClose):
            close_books(market.by(market.checker), day=day)
    close_books(market.by(market.checker), day=MONDAY + timedelta(days=2))


@pytest.mark.parametrize("table", ["ledger_days", "ledger_snapshots", "ledger_closes"])
def test_the_application_may_not_bend_what_was_noted(market: Market, table: str) -> None:
    market.money()
    market.later(days=1)
    close_books(market.by(market.checker), day=MONDAY)
    bind_actor(market.session, Actor.system())
    assert verify(market.session).is_sound
    with pytest.raises(DBAPIError) as caught:
        market.session.execute(text(f"DELETE FROM {table}"))
    assert state_of(caught.value) == "42501"
    market.session.rollback()
