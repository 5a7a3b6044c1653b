"""Changing a commission rate: proposed on its page, decided in the inbox, shown with what held before."""

from __future__ import annotations

from datetime import timedelta

from adapters import clock
from tests.trade.looking import snapshot


def typed(market, days: int, rate: str = "8"):
    day = (clock.now() + timedelta(days=days)).date().isoformat()
    return {"category": str(market.category_id), "rate": rate, "day": day}


def test_a_rate_is_proposed_and_approved_in_the_inbox(maker, checker, market):
    maker.post("finance.commission", typed(market, 2))
    ((rate_id,),) = market.rows("SELECT id FROM commission_rates")
    case = checker.get("finance.inbox", case=f"commission_rate:{rate_id}")
    assert "5 %" in case.words()
    day = clock.now() + timedelta(days=2)
    assert f"{day.day} {day:%b %Y}" in case.words()
    assert f"{day:%Y-%m-%d}" not in case.words()
    checker.press(case, "Approve")
    ((_name, _day, before, rate, *_people, state),) = checker.get("finance.commission").rows("Changes")
    assert (before, rate, state) == ("5 %", "8 %", "Approved")


def test_a_day_that_has_begun_and_no_rate_are_refused_beside_the_form(maker, market, session):
    before = snapshot(session)
    assert "tomorrow at the earliest" in maker.post("finance.commission", typed(market, 0), expect=409).alert()
    page = maker.post("finance.commission", typed(market, 2, "100"), expect=422)
    assert "Enter a percentage from 0 to less than 100" in page.alert()
    assert snapshot(session) == before
