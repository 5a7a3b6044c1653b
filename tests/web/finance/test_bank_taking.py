"""A long statement on the desk: taken in by a job, how far it is, and what to do where it has stopped."""

from __future__ import annotations

from io import BytesIO

import pytest

from adapters.bank import reading_of
from tests.trade.banking.papers import report, show
from tests.trade.looking import snapshot
from trade.banking.actions import enter_lines, stop_taking, take_next
from trade.banking.ports import ReadPayment
from trade.banking.taking import AT_ONCE, Stop

MANY = AT_ONCE + 50


@pytest.fixture(autouse=True)
def slices(monkeypatch):
    """A hundred lines a slice."""
    monkeypatch.setattr("trade.banking.actions.taking.SLICE", 100)


@pytest.fixture
def taking(maker, market):
    """The page of a statement whose taking in has been asked for."""
    page = maker.get(upload(maker).goes_to)
    assert f"and {MANY - 200} more" in page.words()
    return maker.get(maker.press(page, "Take it in").goes_to)


def upload(desk, expect=303):
    rows = ["Account,Currency,Date,Amount,Balance,Description"]
    rows += [f"GB29,GBP,2026-03-09,1.00,{number}.00,From nobody {number}" for number in range(1, MANY + 1)]
    content = BytesIO("\n".join(rows).encode())
    return desk.post("finance.upload_bank_paper", {"file": (content, "march.csv")}, expect=expect)


def the_paper(market):
    return market.rows("SELECT id, reading FROM bank_papers")[0]


def step(market) -> bool:
    """Do what a job does next."""
    paper_id, reading = the_paper(market)
    if reading:
        enter_lines(market.by(market.maker), paper_id, reading_of(reading))
    return take_next(market.by(market.maker), paper_id)


def test_the_page_says_how_far_it_is_and_asks_again_only_until_it_is_done(maker, market, taking):
    address, part = taking.path, f"bank-paper-{the_paper(market)[0].hex}"
    assert "You can leave this page" in taking.words()
    polled = taking.soup.select_one(f"#{part}")
    assert (polled["hx-get"], polled["hx-trigger"]) == (address, "every 2s")
    assert taking.link("Look again") == address
    assert "Waiting for a worker" in taking.words()
    assert not taking.soup.select('form[action*="taking"], form[action*="cancellation"]')

    step(market)
    alone = maker.get(address, htmx=True).fragment(part)
    assert "100 / 250" in alone.words()
    assert "Under way: 100 bank lines so far." in alone.words()
    assert alone.words() == maker.get(address).fragment(part).words()
    overview = maker.get("finance.bank")
    assert "march.csv is being taken in" in overview.words()
    assert overview.link("See how far it is") == address

    while step(market):
        pass
    done = maker.get(address, htmx=True)
    assert not done.soup.select("[hx-trigger], [hx-get]")
    assert "Done: 250 bank lines." in done.words()
    assert done.link("What does not match") == "/finance/bank/lines"
    assert "march.csv" not in maker.get("finance.bank").words()
    told = maker.get(address).items("What happened")
    assert "The bank's statement was taken in" in told[0]


def test_nothing_new_costs_next_to_nothing(maker, market, taking):
    tag = maker.get(taking.path).soup.select_one("[data-poll]")["data-etag"]
    assert maker.get(taking.path, htmx=True).soup.select_one("[data-poll]")["data-etag"] == tag
    headers = {"HX-Request": "true", "If-None-Match": tag}
    same = maker.browser.get(taking.path, headers=headers)
    assert (same.status_code, same.data) == (304, b"")
    step(market)
    assert maker.browser.get(taking.path, headers=headers).status_code == 200


def test_a_long_report_on_payments_is_taken_by_a_job_and_says_so(maker, market):
    paper_id = show(market, report(*(ReadPayment(f"PY-{n:04}-XXX", "ACCP") for n in range(MANY + 300))))
    page = maker.get("finance.bank_paper", bank_paper_id=paper_id)
    assert "and 50 more" in page.words()
    alone = f"bank-paper-{paper_id.hex}"
    page = maker.get(maker.press(page, "Take it in").goes_to)
    assert "Waiting for a worker" in page.words()
    take_next(market.by(market.maker), paper_id)
    assert "Under way: 100 payments so far." in maker.get(page.path, htmx=True).fragment(alone).words()
    while take_next(market.by(market.maker), paper_id):
        pass
    done = maker.get(page.path, htmx=True)
    assert "Done: 550 payments. Each payout stands as the bank says." in done.words()
    assert "100%" in str(done.soup.rect)
    assert done.link("Payouts") == "/finance/payouts/all"
    assert "The bank's report was taken in" in maker.get(page.path).items("What happened")[0]


def test_lines_that_are_not_looked_at_yet_say_so_and_wait_for_nobody(maker, market, taking, monkeypatch):
    monkeypatch.setattr("trade.banking.actions.taking.SLICE", 40)
    step(market)
    assert "Lines that wait, the oldest first" not in maker.get("finance.line_queue").words()
    (row,) = maker.get("finance.bank").rows("The bank's balance and ours")
    assert row[2:] == ["£250.00", "£40.00", "£210.00", "£210.00", "£0.00"]
    ((line_id, statement_id),) = market.rows("SELECT id, statement_id FROM bank_lines WHERE state = 'new' LIMIT 1")
    assert "Not looked at yet" in maker.get("finance.bank_statement", bank_statement_id=statement_id).words()
    page = maker.get("finance.bank_line", bank_line_id=line_id)
    assert "Not looked at yet" in page.words()
    assert "What is it?" not in page.words()


@pytest.mark.parametrize("why", Stop)
def test_what_has_stopped_is_said_in_words_and_goes_on_by_a_press(maker, checker, market, session, taking, why):
    step(market)
    stop_taking(market.by(market.maker), the_paper(market)[0], why)
    page = maker.get(taking.path)
    assert "Taking this file in has stopped" in page.alert()
    assert "Stopped after 100 bank lines." in page.words()
    assert not page.soup.select("[hx-trigger]")
    assert "Taking in march.csv has stopped" in maker.get("finance.bank").alert()
    assert not checker.get(taking.path).soup.select('form[action*="going-on"]')

    maker.press(page, "Let it go on")
    assert "Under way: 100 bank lines so far." in maker.get(taking.path).words()
    before = snapshot(session)
    answer = maker.post("finance.go_on_with_bank_paper", {}, bank_paper_id=the_paper(market)[0], expect=409)
    assert "it stands at “Being taken in” now" in answer.alert()
    assert snapshot(session) == before
    while step(market):
        pass
    assert market.rows("SELECT count(*) FROM receipts") == [(MANY,)]


def test_the_same_file_again_is_refused_while_it_is_taken_in(maker, session, taking):
    before = snapshot(session)
    assert "taken in before" in upload(maker, expect=422).alert()
    assert snapshot(session) == before
