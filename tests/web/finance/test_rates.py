"""Rates and limits: proposed on their page, decided in the inbox, and what a retailer is told of them."""

from __future__ import annotations

from datetime import timedelta

from adapters import clock
from tests.trade.looking import snapshot


def typed(market, days: int, hours: str = "48"):
    day = (clock.now() + timedelta(days=days)).date().isoformat()
    return {"what": f"claim_window:{market.category_id}", "value": hours, "day": day, "why": "It spoils"}


def test_a_number_is_proposed_and_approved_in_the_inbox(maker, checker, market):
    maker.post("finance.rates", typed(market, 2))
    ((rate_id,),) = market.rows("SELECT id FROM dated_rates")
    case = checker.get("finance.inbox", case=f"dated_rate:{rate_id}")
    assert "Time for claims" in case.words()
    assert "It spoils" in case.words()
    day = clock.now() + timedelta(days=2)
    assert f"{day.day} {day:%b %Y}" in case.words()
    assert f"{day:%Y-%m-%d}" not in case.words()
    checker.press(case, "Approve")
    page = checker.get("finance.rates")
    ((_what, _day, before, hours, why, *_people, state),) = page.rows("Changes")
    assert (before, hours, why, state) == ("usual", "48 hours", "It spoils", "Approved")
    assert page.rows("In force now")[0][1] == "168 hours usual"


def test_what_cannot_be_is_refused_beside_its_field(maker, market, session):
    before = snapshot(session)
    assert "tomorrow at the earliest" in maker.post("finance.rates", typed(market, 0), expect=409).alert()
    for hours, said in (("0", "at least 1 hour and at most 2,160 hours"), ("two", "Enter a number such as 48")):
        page = maker.post("finance.rates", typed(market, 2, hours), expect=422)
        assert said in page.alert()
        assert page.field("From then on").get("value") == hours
    assert snapshot(session) == before


def test_a_number_for_all_is_named_in_words_and_typed_in_its_measure(maker, checker, market):
    maker.post("finance.rates", typed(market, 2, "0.04") | {"what": "late_fee:"})
    ((rate_id, value),) = market.rows("SELECT id, value::text FROM dated_rates")
    assert value == "0.000400"
    case = checker.get("finance.inbox", case=f"dated_rate:{rate_id}")
    assert case.rows("Waiting for a second person")[0][0] == "Late fee, a day"
    assert "In per cent 0.04" in case.words()
    page = checker.get("finance.rates")
    assert [row[1] for row in page.rows("In force now") if row[0] == "Late fee, a day"] == ["0.05 % usual"]
