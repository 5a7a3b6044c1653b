"""A large file of the bank's on the desk: kept at once, read by a job, and answered on the page that was shown."""

from __future__ import annotations

from io import BytesIO

import pytest

from adapters.bank import plain_of, read_bank_file
from tests.jobs.test_bank_reading import csv_of
from tests.trade.looking import snapshot
from trade.banking.actions import enter_lines, note_reading, refuse_paper, take_next
from trade.banking.ports import FILE_BYTES, BankFileRefused, FileFault
from trade.banking.refusing import plain_refusal, refusal_of
from trade.banking.rules import StatementBroken, StatementKnown
from trade.banking.taking import AT_ONCE
from trade.kernel.money import Money
from web.sentences import sentence

MANY = AT_ONCE + 50


@pytest.fixture(autouse=True)
def small(monkeypatch):
    """A kilobyte is large."""
    monkeypatch.setattr("blueprints.finance.bank.READ_AT_ONCE", 1024)


def upload(desk, content=None, expect=303):
    content = csv_of(MANY) if content is None else content
    return desk.post("finance.upload_bank_paper", {"file": (BytesIO(content), "march.csv")}, expect=expect)


def paper_id(market):
    return market.rows("SELECT id FROM bank_papers ORDER BY uploaded_at")[0][0]


def read(market):
    reading = read_bank_file(csv_of(MANY))
    note_reading(market.by(market.maker), paper_id(market), reading, plain_of(reading))


def test_the_page_waits_for_the_job_then_shows_what_the_file_says(maker, market):
    page = maker.get(upload(maker).goes_to)
    part = f"bank-paper-{paper_id(market).hex}"
    assert "Being read, which may take some seconds." in page.fragment(part).words()
    assert page.soup.select_one(f"#{part}")["hx-trigger"] == "every 2s"
    assert page.link("Look again") == page.path
    assert not page.soup.select('form[action*="taking"]')
    overview = maker.get("finance.bank")
    assert "march.csv is being read" in overview.words()
    assert overview.link("See how far it is") == page.path
    tag = page.soup.select_one("[data-poll]")["data-etag"]
    assert maker.browser.get(page.path, headers={"HX-Request": "true", "If-None-Match": tag}).status_code == 304

    read(market)

    polled = maker.browser.get(page.path, headers={"HX-Request": "true", "If-None-Match": tag})
    assert page.path in polled.headers["HX-Redirect"]
    assert maker.get("finance.bank").link("Look at it") == page.path
    shown = maker.get(page.path)
    assert not shown.soup.select("[hx-trigger]")
    assert f"and {MANY - 200} more" in shown.words()
    assert "A file of the bank's was read" in shown.items("What happened")[0]
    taking = maker.get(maker.press(shown, "Take it in").goes_to)
    assert "Waiting for a worker" in taking.words()
    call = market.by(market.maker)
    enter_lines(call, paper_id(market), read_bank_file(csv_of(MANY)))
    while take_next(call, paper_id(market)):
        pass
    assert f"Done: {MANY} bank lines." in maker.get(page.path).words()
    before = market.rows("SELECT count(*) FROM bank_papers")
    assert "taken in before" in upload(maker, expect=422).alert()
    assert market.rows("SELECT count(*) FROM bank_papers") == before


def test_the_same_file_again_leads_to_the_same_page_and_changes_nothing(maker, market):
    first = upload(maker).goes_to
    assert upload(maker).goes_to == first
    read(market)
    assert upload(maker).goes_to == first
    assert market.rows("SELECT count(*) FROM bank_papers") == [(1,)]


@pytest.mark.parametrize(
    ("why", "words"),
    [
        (BankFileRefused(FileFault.CSV_BALANCE, row=3), "Row 3: Its balance is not the one before it"),
        (BankFileRefused(FileFault.FAILED), "Something went wrong here."),
        (StatementBroken("S1", Money(-250, "GBP")), "The lines of S1 miss −£2.50"),
        (StatementKnown(), "This was taken in before"),
    ],
)
def test_a_wrong_file_is_answered_on_its_page_until_somebody_puts_it_away(maker, market, why, words):
    page = maker.get(upload(maker).goes_to)
    refuse_paper(market.by(market.maker), paper_id(market), why)
    told = maker.get(page.path)
    assert "This file could not be read" in told.alert()
    assert words in told.alert()
    assert "march.csv could not be read" in maker.get("finance.bank").alert()
    maker.press(told, "Put it away")
    assert "could not be read" not in maker.get("finance.bank").words()


def test_a_file_is_cancelled_while_it_waits(maker, market):
    page = maker.get(upload(maker).goes_to)
    maker.press(page, "Cancel")
    assert market.rows("SELECT state, content FROM bank_papers") == [("cancelled", None)]
    read(market)
    assert market.rows("SELECT state FROM bank_papers") == [("cancelled",)]


def test_a_file_that_is_too_large_and_a_small_one_are_answered_at_once(maker, session):
    before = snapshot(session)
    assert "larger than 8 MB" in upload(maker, b"x" * (FILE_BYTES + 1), expect=422).alert()
    assert upload(maker, b"no statement", expect=422).alert()
    assert snapshot(session) == before


@pytest.mark.parametrize("fault", FileFault)
def test_every_refusal_is_read_back_as_it_was(app, fault):
    error = BankFileRefused(fault, row=7)
    with app.test_request_context():
        assert sentence(refusal_of(plain_refusal(error))) == sentence(error)
