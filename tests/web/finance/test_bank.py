"""The bank's papers on the desk: read, looked at, taken in, and what does not match booked by one press."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest

from tests.trade.banking.papers import line, take
from tests.trade.looking import snapshot
from tests.trade.payouts.paying import approved_batch, sellers_with_money
from trade.kernel.money import Money
from trade.ledger.actions import record_receipt

FILES = Path(__file__).parents[2] / "adapters" / "bank_files"
SAMPLE = (FILES / "camt053.v2.multi.statement.xml").read_bytes()


def upload(desk, content, expect=303):
    return desk.post("finance.upload_bank_paper", {"file": (BytesIO(content), "statement.xml")}, expect=expect)


def test_a_statement_is_looked_at_taken_in_and_nothing_the_second_time(maker, market, session):
    answer = upload(maker, SAMPLE)
    page = maker.get(answer.goes_to)
    assert "253EURNL26VAYB8060476890" in page.words()
    assert "€27.00" in page.words()
    assert market.rows("SELECT count(*) FROM bank_statements") == [(0,)]

    taken = maker.press(page, "Take it in")

    queue = maker.get(taken.goes_to)
    assert len(queue.rows("Transfers without an owner")) == 1
    overview = maker.get("finance.bank")
    assert len(overview.rows("Statements of the bank, newest first")) == 2
    statement = maker.get(overview.link("254EURNL26VAYB8060476890"))
    assert "Closing balance" in statement.words()
    before = snapshot(session)
    again = upload(maker, SAMPLE, expect=422)
    assert "taken in before" in again.alert()
    assert snapshot(session) == before


@pytest.mark.parametrize("content", [b"", b"no statement", b"<!DOCTYPE x><Document/>"])
def test_what_cannot_be_read_is_refused_in_words(maker, session, content):
    before = snapshot(session)
    assert upload(maker, content, expect=422).alert()
    assert snapshot(session) == before


def test_a_statement_as_csv_names_the_row_that_cannot_be_and_is_taken_in_once(maker, market):
    head = "Account,Currency,Date,Amount,Balance,Description\n"
    rows = "GB29,GBP,2026-03-09,100.00,600.00,From nobody\nGB29,GBP,2026-03-09,-12.50,{},Charges\n"
    wrong = upload(maker, (head + rows.format("590.00")).encode(), expect=422)
    assert "Row 3: Its balance is not the one before it" in wrong.alert()
    page = maker.get(upload(maker, (head + rows.format("587.50")).encode()).goes_to)
    assert market.rows("SELECT count(*) FROM bank_lines") == [(0,)]
    maker.press(page, "Take it in")
    assert market.rows("SELECT amount_minor FROM bank_lines ORDER BY 1") == [(-1250,), (10000,)]
    again = upload(maker, (head + rows.format("587.50")).encode(), expect=422)
    assert "changes nothing" in again.alert()


def test_nul_characters_in_a_file_or_its_name_break_nothing(maker):
    content = (FILES / "rabobank-iban-jejik.sta").read_bytes().replace(b":86:", b":86:\0")
    assert content.count(b"\0")
    maker.post("finance.upload_bank_paper", {"file": (BytesIO(content), "a\0.sta")}, expect=400)
    assert upload(maker, content, expect=422).alert()


def test_a_line_is_booked_by_one_press_with_the_reason_beside_it(maker, market):
    sellers_with_money(market, 1)
    approved_batch(market)
    take(market, line(-10_000, name="Seller 0 Ltd", text="PAYMENT"), line(-250, text="CHARGES"))
    queue = maker.get("finance.line_queue")
    assert [row[4] for row in queue.rows("Lines that wait, the oldest first")] == [
        "amount and name fit",
        "nothing fits",
    ]

    page = maker.get(queue.soup.select_one('a[data-key="o"]')["href"])
    button = page.soup.select_one('button[data-key="1"]')
    assert button.get_text(strip=True).startswith("Payout PY-")
    maker.press(page, button.get_text(" ", strip=True))

    assert market.rows("SELECT state FROM payouts") == [("booked",)]
    page = maker.get(maker.get("finance.line_queue").soup.select_one('a[data-key="o"]')["href"])
    maker.press(page, "Charge of the bank")
    assert "Everything matches" in maker.get("finance.line_queue").words()


def test_a_line_is_put_aside_with_a_reason(maker, market, session):
    take(market, line(-5, text="?"))
    page = maker.get(maker.get("finance.line_queue").soup.select_one('a[data-key="o"]')["href"])
    before = snapshot(session)
    assert "Say why" in maker.press(page, "Put it aside", expect=422).alert()
    assert snapshot(session) == before
    maker.press(page, "Put it aside", {"Or put it aside: why?": "the bank looks into it"})
    page = maker.get(page.path)
    assert page.facts()["Put aside"] == "the bank looks into it"
    maker.press(page, "Take it up again")
    assert market.rows("SELECT state FROM bank_lines") == [("waiting",)]


def test_a_transfer_is_taken_back_and_split(maker, market, session, at_desk):
    receipt_id = record_receipt(
        market.by(market.maker), bank_reference="s", payer="Two shops", amount=Money(1_000, "GBP"),
        received_on=market.at.date(), organisation_id=market.retailer.organisation,
    )  # fmt: skip
    page = maker.get("finance.receipt", receipt_id=receipt_id)
    maker.press(page, "Take it back out of the wallet", {"Why? Its owner reads it.": "it is of two shops"})
    assert "Taken back: this transfer was not yours" in at_desk(market.retailer).get("retailer.wallet").words()
    page = maker.get(page.path)
    before = snapshot(session)
    for typed in ("", "4 5", "4 x", "4 6.001", "-4 14", "1e999999 4", "1_0 0", "NaN 4", "9" * 400):
        refused = maker.press(page, "Split it", {"The amounts it is made of, with spaces between": typed}, expect=422)
        assert "come to the whole transfer" in refused.alert()
    assert snapshot(session) == before
    maker.press(page, "Split it", {"The amounts it is made of, with spaces between": "４.00 6"})
    assert [row[2] for row in maker.get(page.path).rows("It was split into")] == ["£4.00", "£6.00"]


def test_the_banks_balance_stands_beside_ours(maker, market):
    take(market, line(1_000, text="?"), line(-250, text="CHARGES"))
    (row,) = maker.get("finance.bank").rows("The bank's balance and ours")
    assert row[2:] == ["£7.50", "£10.00", "−£2.50", "−£2.50", "£0.00"]


def test_tax_is_one_of_the_things_that_money_leaves_for(maker, market):
    take(market, line(-250, text="VAT"))
    ((key,),) = market.rows("SELECT id FROM bank_lines")
    page = maker.get("finance.bank_line", bank_line_id=key)
    refused = maker.press(page, "Tax on our services, paid", expect=409)
    assert "Only £0.00 of tax is owed in our books." in refused.words()
    maker.press(maker.get("finance.bank_line", bank_line_id=key), "Charge of the bank")
