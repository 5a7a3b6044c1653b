"""The books day by day, as a page and a file, and a period that is closed for good."""

from __future__ import annotations

from datetime import timedelta

from tests.trade.looking import snapshot


def test_a_period_is_closed_and_its_trial_balance_stands_there(checker, market):
    market.money(minor=500)
    assert "No day has ended yet" in checker.get("finance.periods").words()
    day = market.at.date()
    checker.press(checker.get("finance.periods"), "Close the books", {"Last day of the period": day.isoformat()})

    page = checker.get("finance.periods", day=day.isoformat())
    (table,) = [caption for caption in page.soup.select("caption") if "Trial balance" in caption.get_text()]
    assert page.rows(table.get_text()) == [["Bank", "£5.00", ""], ["Wallets", "", "£5.00"]]
    ((until, entries, *_),) = page.rows("Closed periods")
    assert (until, entries) == ("2 Mar 2026", "2")
    text = checker.get(page.link("CSV")).answer.get_data(as_text=True)
    assert "Bank,5.00,,GBP" in text


def test_a_day_that_is_not_over_and_a_day_twice_are_refused(checker, maker, market, session):
    market.money()
    before = snapshot(session)
    page = checker.press(
        checker.get("finance.periods"), "Close the books", {"Last day of the period": "9999-12-31"}, expect=409
    )
    assert "This day is not over yet" in page.alert()
    checker.press(checker.get("finance.periods"), "Close the books", {"Last day of the period": "soon"}, expect=422)
    maker.post("finance.close", {"day": (market.at - timedelta(days=1)).date().isoformat()}, expect=403)
    assert snapshot(session) == before
