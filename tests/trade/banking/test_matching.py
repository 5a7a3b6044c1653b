"""Lines find what they are about by reference, amount and name; what is not certain waits for a person."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.trade.banking.papers import line, show, statement, take
from tests.trade.market import Market, gbp
from tests.trade.payouts.paying import approved_batch, assert_books_agree, sellers_with_money
from trade.banking.actions import book_line, cancel_paper, put_line_aside, take_line_up, take_paper
from trade.banking.ports import BankReading, FileKind, ReadStatement
from trade.banking.rules import (
    Deed,
    DeedRefused,
    LineDecided,
    StatementBroken,
    StatementKnown,
    fingerprints,
    plain_name,
)
from trade.kernel.errors import InvalidInput, MoveRefused, NotAllowed
from trade.ledger.actions import LimitExceeded, match_receipt, record_receipt, split_receipt, unmatch_receipt
from trade.ledger.receipts import ReceiptSplit
from trade.payouts.actions import book_payout


def lines(market: Market) -> list[tuple[str, str, str]]:
    return market.rows("SELECT state, deed, why FROM bank_lines ORDER BY booked_on, position")


def one_line(market: Market):
    return market.rows("SELECT id FROM bank_lines")[0][0]


@pytest.fixture
def sent(market: Market) -> tuple:
    """A payout of £100.00 that is at the bank."""
    (seller,) = sellers_with_money(market, 1)
    approved_batch(market)
    ((payout_id, reference),) = market.rows("SELECT id, reference FROM payouts")
    return seller, payout_id, reference


def state(market: Market) -> str:
    return str(market.rows("SELECT state FROM payouts")[0][0])


def test_a_payout_is_booked_by_its_reference_wherever_it_stands(market: Market, sent) -> None:
    take(market, line(-10_000, text=f"OUR REF {sent[2].replace('-', '').lower()} SEPA"))
    assert lines(market) == [("booked", "payout", "reference")]
    assert state(market) == "booked"
    assert market.balance("payout_clearing") == 0
    assert_books_agree(market)


@pytest.mark.parametrize("kept", [0, 450])
def test_a_payout_that_came_back_is_payable_again_theme_20(market: Market, sent, kept: int) -> None:
    seller, payout_id, reference = sent
    take(market, line(-10_000, reference=reference))
    take(market, line(10_000 - kept, reference=reference, code="AC04", is_return=True))
    if kept:
        assert lines(market)[1] == ("waiting", "", "less")
        waiting = market.rows("SELECT id FROM bank_lines WHERE state = 'waiting'")[0][0]
        book_line(market.by(market.maker), waiting, deed=Deed.RETURN, target=payout_id)
    assert state(market) == "returned"
    assert market.balance("payout_clearing") == 0
    assert market.balance("bank_fees") == kept
    assert market.rows(
        "SELECT balance_minor FROM ledger_accounts WHERE kind = 'payable' AND organisation_id = :s", s=seller
    ) == [(10_000,)]
    assert market.balance("bank") == 10_000 - kept
    assert_books_agree(market)


def test_a_return_that_is_told_before_its_booking_walks_to_zero_too(market: Market, sent) -> None:
    take(market, line(10_000, reference=sent[2], code="MS03", is_return=True))
    assert (state(market), market.balance("payout_clearing")) == ("returned", 10_000)
    assert_books_agree(market)
    take(market, line(-10_000, reference=sent[2]))
    assert (state(market), market.balance("payout_clearing")) == ("returned", 0)
    assert_books_agree(market)


def test_another_amount_is_never_booked_and_a_second_one_of_the_same_waits(market: Market, sent) -> None:
    take(market, line(-9_999, reference=sent[2]))
    assert (lines(market), state(market)) == ([("waiting", "", "other_amount")], "sent")
    with market.refuses(DeedRefused):
        book_line(market.by(market.maker), one_line(market), deed=Deed.PAYOUT, target=sent[1])
    take(market, line(-10_000, reference=sent[2]), line(-10_000, reference=sent[2]))
    assert lines(market)[1:] == [("booked", "payout", "reference"), ("waiting", "", "done")]


def test_what_was_booked_by_hand_is_found_on_the_statement_once(market: Market, sent) -> None:
    book_payout(market.by(market.maker), sent[1])
    take(market, line(-10_000, reference=sent[2]))
    assert lines(market) == [("booked", "payout", "done")]
    assert market.balance("bank") == 0
    assert_books_agree(market)


def test_without_a_reference_amount_and_name_only_propose(market: Market, sent) -> None:
    take(market, line(-10_000, name="SELLER 0 LIMITED"), line(-777, text="FEES"))
    assert lines(market) == [("waiting", "", "amount_and_name"), ("waiting", "", "nothing")]
    first, second = (key for (key,) in market.rows("SELECT id FROM bank_lines ORDER BY position"))
    book_line(market.by(market.maker), first, deed=Deed.PAYOUT, target=sent[1])
    book_line(market.by(market.maker), second, deed=Deed.CHARGE)
    assert (state(market), market.balance("bank_fees")) == ("booked", 777)
    with market.refuses(LineDecided):
        book_line(market.by(market.maker), second, deed=Deed.CHARGE)
    assert_books_agree(market)


def test_a_transfer_finds_its_wallet_by_code_or_order_and_waits_by_name(market: Market) -> None:
    market.at = market.at.replace(month=3, day=2)
    order_id = market.one_order()
    ((reference,),) = market.rows("SELECT reference FROM orders WHERE id = :id", id=order_id)
    ((code, name),) = market.rows(
        "SELECT code, legal_name FROM organisations WHERE id = :id", id=market.neighbour.organisation
    )
    before = market.balance("wallet", market.retailer), market.balance("wallet", market.neighbour)
    take(
        market,
        line(500, text=f"for {reference} thanks"),
        line(700, text=f"top-up {code.lower()}"),
        line(900, name=name.upper()),
    )
    assert lines(market) == [
        ("booked", "receipt", "order"),
        ("booked", "receipt", "code"),
        ("booked", "receipt", "name"),
    ]
    after = market.balance("wallet", market.retailer), market.balance("wallet", market.neighbour)
    assert (after[0] - before[0], after[1] - before[1]) == (500, 700)
    assert market.balance("unapplied_receipts") == 900
    assert_books_agree(market)


def test_a_transfer_recorded_by_hand_is_not_counted_again(market: Market) -> None:
    record_receipt(market.by(market.maker), bank_reference="B777", payer="x", amount=gbp(500), received_on=market.at.date(),
                   organisation_id=None)  # fmt: skip
    take(market, line(500, bank_reference="B777"), line(500, bank_reference="B778"))
    assert market.balance("bank") == 1_000
    assert market.rows("SELECT count(*) FROM receipts") == [(2,)]


def test_a_transfer_that_was_recorded_and_split_is_known_whoever_sent_it(market: Market) -> None:
    receipt_id = record_receipt(market.by(market.maker), bank_reference="B777", payer="x", amount=gbp(500),
                                received_on=market.at.date(), organisation_id=None)  # fmt: skip
    split_receipt(market.by(market.maker), receipt_id, minors=(200, 300))
    ((code,),) = market.rows("SELECT code FROM organisations WHERE id = :id", id=market.retailer.organisation)
    take(market, line(500, bank_reference="B777", text=f"FROM {code}"), line(700))
    assert market.rows("SELECT state FROM bank_lines") == [("booked",), ("booked",)]
    assert market.balance("unapplied_receipts") == 1_200
    assert_books_agree(market)


def test_a_statement_that_the_bank_says_again_with_more_on_it_adds_what_is_new(market: Market) -> None:
    one, two = line(100), line(200)
    take(market, one, line(0), bank_id="0")
    again = BankReading(FileKind.CAMT, [statement([one, line(0)], bank_id="0")])
    paper_id = show(market, again)
    with market.refuses(StatementKnown):
        take_paper(market.by(market.maker), paper_id, again)
    take(market, one, two, bank_id="0")
    take(market, line(50), opening=300, bank_id="0")
    assert market.rows("SELECT bank_id, known_lines FROM bank_statements ORDER BY bank_id") == [
        ("0", 0), ("0 (2)", 1), ("0 (3)", 0),
    ]  # fmt: skip
    assert market.balance("bank") == 350
    assert_books_agree(market)


def test_a_statement_twice_changes_nothing_and_an_overlapping_one_adds_what_is_new(market: Market) -> None:
    one, two, three = line(100), line(200), line(300)
    take(market, one, two, content=b"first")
    again = BankReading(FileKind.MT940, [statement([one, two], bank_id="other")])
    with market.refuses(StatementKnown):
        show(market, again, b"first")
    paper_id = show(market, again, b"the same days in another format")
    with market.refuses(StatementKnown):
        take_paper(market.by(market.maker), paper_id, again)
    take(market, one, two, three)
    assert market.rows("SELECT known_lines, known_minor FROM bank_statements ORDER BY taken_at, id")[1] == (2, 300)
    assert (market.balance("bank"), len(lines(market))) == (600, 3)
    assert_books_agree(market)


def test_a_statement_that_does_not_add_up_is_not_even_shown(market: Market) -> None:
    broken = statement([line(100)])
    broken = ReadStatement(
        broken.bank_id, broken.account, "GBP", broken.opened_on, broken.closed_on, 0, 99, broken.lines
    )
    with market.refuses(StatementBroken, gap=gbp(-1)):
        show(market, BankReading(FileKind.CAMT, [broken]))


def test_a_line_is_put_aside_with_a_reason_and_taken_up_again(market: Market) -> None:
    take(market, line(-5))
    with market.refuses(InvalidInput, field="reason"):
        put_line_aside(market.by(market.maker), one_line(market), reason=" ")
    put_line_aside(market.by(market.maker), one_line(market), reason="the bank looks into it")
    with market.refuses(LineDecided):
        book_line(market.by(market.maker), one_line(market), deed=Deed.CHARGE)
    take_line_up(market.by(market.maker), one_line(market))
    with market.refuses(LineDecided):
        take_line_up(market.by(market.maker), one_line(market))
    with market.refuses(NotAllowed, permission="prepare_money"):
        book_line(market.by(market.checker), one_line(market), deed=Deed.CHARGE)
    for wrong in (Deed.RECEIPT, Deed.RETURN):
        with market.refuses(DeedRefused):
            book_line(market.by(market.maker), one_line(market), deed=wrong)


def test_a_cancelled_paper_keeps_nothing(market: Market) -> None:
    reading = BankReading(FileKind.CAMT, [statement([line(1)])])
    paper_id = show(market, reading)
    cancel_paper(market.by(market.maker), paper_id)
    assert market.rows("SELECT reading, state FROM bank_papers") == [({}, "cancelled")]
    with market.refuses(MoveRefused):
        take_paper(market.by(market.maker), paper_id, reading)


def test_a_match_is_undone_by_a_new_entry_and_made_again(market: Market) -> None:
    receipt_id = market.money(market.retailer, 1_000)
    unmatch_receipt(market.by(market.maker), receipt_id, reason="another shop")
    assert (market.balance("wallet", market.retailer), market.balance("unapplied_receipts")) == (0, 1_000)
    match_receipt(market.by(market.maker), receipt_id, organisation_id=market.neighbour.organisation)
    unmatch_receipt(market.by(market.maker), receipt_id, reason="no, the first")
    match_receipt(market.by(market.maker), receipt_id, organisation_id=market.retailer.organisation)
    keys = market.rows(
        "SELECT split_part(source_key, ':', 3) || ':' || split_part(source_key, ':', 4) FROM ledger_entries ORDER BY id"
    )
    assert [key for (key,) in keys] == ["arrived:", "matched:", "unmatched:", "1:matched", "1:unmatched", "2:matched"]
    assert_books_agree(market)


def test_what_is_spent_is_not_taken_back(market: Market) -> None:
    market.one_order()
    ((receipt_id,),) = market.rows("SELECT id FROM receipts")
    with market.refuses(LimitExceeded):
        unmatch_receipt(market.by(market.maker), receipt_id, reason="x")


@pytest.mark.parametrize("parts", [(), (1_000,), (500, 501), (0, 1_000), (-1, 1_001), (1,) * 21])
def test_parts_come_to_the_whole_or_nothing_is_split(market: Market, parts) -> None:
    receipt_id = record_receipt(market.by(market.maker), bank_reference="s", payer="", amount=gbp(1_000),
                                received_on=market.at.date(), organisation_id=None)  # fmt: skip
    with market.refuses(InvalidInput, field="parts"):
        split_receipt(market.by(market.maker), receipt_id, minors=parts)


def test_a_transfer_of_two_shops_is_split_between_them(market: Market) -> None:
    receipt_id = record_receipt(market.by(market.maker), bank_reference="s", payer="", amount=gbp(1_000),
                                received_on=market.at.date(), organisation_id=None)  # fmt: skip
    parts = split_receipt(market.by(market.maker), receipt_id, minors=(400, 600))
    with market.refuses(ReceiptSplit):
        match_receipt(market.by(market.maker), receipt_id, organisation_id=market.retailer.organisation)
    for part, buyer in zip(parts, (market.retailer, market.neighbour), strict=True):
        match_receipt(market.by(market.maker), part, organisation_id=buyer.organisation)
    assert [market.balance("wallet", who) for who in (market.retailer, market.neighbour)] == [400, 600]
    assert_books_agree(market)


@given(st.lists(st.integers(-(10**9), 10**9).filter(bool), max_size=20), st.integers(-(10**9), 10**9))
def test_lines_are_closing_less_opening(minors: list[int], opening: int) -> None:
    made = statement([line(minor) for minor in minors], opening)
    assert made.gap_minor == 0
    assert made.closing_minor - made.opening_minor == sum(minors)


@given(st.lists(st.sampled_from([5, 7]), max_size=8))
def test_lines_that_look_alike_are_told_apart_by_their_number(minors: list[int]) -> None:
    alike = [line(minor, bank_reference="") for minor in minors]
    (found,) = fingerprints([statement(alike)])
    assert len(set(found)) == len(found)
    assert fingerprints([statement(alike)]) == [found]
    pages = [statement(alike[:3]), statement(alike[3:], opening=sum(minors[:3]))]
    assert [mark for page in fingerprints(pages) for mark in page] == found, "pages of a statement go on counting"
    if alike:
        assert fingerprints([statement(alike), statement(alike)])[1] == found, "the same statement once more does not"


def test_names_are_compared_without_case_marks_and_form() -> None:
    assert plain_name("The Lantern-Shop, Ltd.") == plain_name("LANTERN SHOP LIMITED") == "LANTERN SHOP"
