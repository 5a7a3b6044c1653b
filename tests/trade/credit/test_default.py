"""How invoices end: what counts as bad, what was known when, and when a model is used at all."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.defaulting import Logistic
from jobs import learning
from tests.trade.credit.pasts import TODAY, pasts
from tests.trade.market import Market
from trade.credit import queries
from trade.credit.actions import keep_default_model
from trade.credit.rules.default import AUC_LEAST, Fitted, Learnt, Past, Verdict, cut, is_enough, read_learnt
from trade.credit.rules.foreseeing import figures_of, observations
from trade.kernel.actor import Actor
from trade.kernel.work import Call, bind_actor

DUE = date(2026, 3, 1)


def past(closed: int | None, *, given_up: bool = False) -> Past:
    """An invoice of February, closed so many days after its day."""
    closed_on = None if closed is None else DUE + timedelta(days=closed)
    return Past("shop", DUE - timedelta(days=30), DUE, closed_on, given_up, 10_000, 100, 30)


@pytest.mark.parametrize(
    ("closed", "given_up", "bad"),
    [(-5, False, False), (30, False, False), (31, False, True), (None, False, True), (10, True, True)],
)
def test_an_invoice_ends_badly_after_thirty_days_or_given_up(closed: int | None, given_up: bool, bad: bool) -> None:
    assert past(closed, given_up=given_up).is_bad == bad


def test_one_paid_early_is_not_known_before_those_of_its_day_are() -> None:
    assert not past(-5).is_known(DUE + timedelta(days=30))
    assert past(-5).is_known(DUE + timedelta(days=31))


@given(st.integers(0, 700), st.integers(31, 400))
def test_what_comes_later_changes_nothing_of_what_was_known(days: int, late: int) -> None:
    """Whatever becomes of invoices after a day, what is reckoned for that day stays the same."""
    today = date(2024, 3, 1) + timedelta(days=days)
    own = [one for one in pasts(shops=1) if one.issued_on < today]
    later = [
        replace(one, closed_on=today + timedelta(days=late), given_up=True)
        if one.closed_on is None or one.closed_on >= today
        else one
        for one in own
    ]
    assert figures_of(own, 20_000, 30, 50, today) == figures_of(later, 20_000, 30, 50, today)


def test_too_little_history_is_not_learnt_from() -> None:
    class Never:
        def learn(self, rows: object) -> Learnt:
            raise AssertionError("nothing is fitted to this")

    few = observations(pasts(each=3), TODAY)
    learnt = queries.learn_from(few, Never())
    assert (learnt.verdict, learnt.invoices) == (Verdict.TOO_SHORT, 120)
    all_good = [replace(row, is_bad=False) for row in observations(pasts(), TODAY)]
    assert not is_enough(all_good)


def test_shops_that_are_late_by_nature_are_told_apart_and_the_chances_come_true() -> None:
    rows = observations(pasts(shops=80), TODAY)
    learnt = queries.learn_from(rows, Logistic())
    assert learnt.verdict is Verdict.USED
    assert learnt.held_out == len(cut(rows)[1]) == 400
    assert learnt.auc > 0.75
    for group in learnt.groups:
        assert abs(group.expected - group.came) < 0.12
    assert [group.expected for group in learnt.groups] == sorted(group.expected for group in learnt.groups)
    assert queries.learn_from(rows, Logistic()) == learnt  # there is no chance in it
    assert read_learnt(json.loads(json.dumps(learnt.written))) == learnt


def test_a_model_of_mere_chance_is_not_used() -> None:
    learnt = queries.learn_from(observations(pasts(nature=False), TODAY), Logistic())
    assert learnt.verdict is Verdict.NO_BETTER
    assert learnt.auc < AUC_LEAST or learnt.brier >= learnt.brier_average


def test_what_was_never_seen_is_not_believed() -> None:
    fitted = Fitted((0.0,), (1.0,), (1.0,), 0.0)
    assert fitted.chance([3.0]) == fitted.chance([3000.0]) < 0.96


def test_the_job_learns_of_the_market_and_says_when_there_is_too_little(
    market: Market, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Calls:
        def __enter__(self) -> Call:
            return market.by(Actor.system())

        def __exit__(self, *_error: object) -> None:
            pass

    monkeypatch.setattr(learning, "system_call", Calls)
    learning.learn_defaults()
    bind_actor(market.session, market.maker)
    assert queries.default_model(market.session) == (market.at, Learnt(0, 0))


def test_trainings_stay_and_the_newest_is_read(market: Market) -> None:
    for count in (1, 2):
        market.later(days=1)
        keep_default_model(market.by(Actor.system()), learnt=Learnt(count, 0))
    bind_actor(market.session, market.maker)
    assert queries.default_model(market.session) == (market.at, Learnt(2, 0))
    assert market.rows("SELECT count(*) FROM credit_default_models") == [(2,)]
