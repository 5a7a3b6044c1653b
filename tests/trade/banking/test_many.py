"""Many lines are looked up and booked together: each comes out as it would by itself, with few statements."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import event

from tests.trade.banking.papers import line, take
from tests.trade.market import Market, gbp
from tests.trade.payouts.paying import approved_batch, assert_books_agree, sellers_with_money
from trade.banking.ports import ReadLine
from trade.ledger.actions import record_receipt


@pytest.fixture
def sent(market: Market) -> str:
    """The reference of a payout of £100.00 that is at the bank."""
    sellers_with_money(market, 1)
    approved_batch(market)
    return str(market.rows("SELECT reference FROM payouts")[0][0])


@pytest.fixture
def mixed(market: Market, sent: str) -> dict[str, tuple[ReadLine, tuple[str, str, str, str]]]:
    """Lines of every kind, with the state, deed, reason and owner that each must have."""
    market.at = market.at.replace(month=3, day=2)
    order_id = market.one_order()
    ((order,),) = market.rows("SELECT reference FROM orders WHERE id = :id", id=order_id)
    ((code, name),) = market.rows(
        "SELECT code, legal_name FROM organisations WHERE id = :id", id=market.neighbour.organisation
    )
    record_receipt(market.by(market.maker), bank_reference="HAND", payer="x", amount=gbp(310), received_on=market.at.date(),
                   organisation_id=None)  # fmt: skip
    buyer, neighbour = str(market.retailer.organisation), str(market.neighbour.organisation)
    return {
        "by order": (line(301, text=f"for {order}"), ("booked", "receipt", "order", buyer)),
        "by code": (line(302, text=f"top-up {code}"), ("booked", "receipt", "code", neighbour)),
        "by name": (line(303, name=name.lower()), ("booked", "receipt", "name", "")),
        "by nothing": (line(304, name="Somebody"), ("booked", "receipt", "nothing", "")),
        "a return of nobody's": (line(305, is_return=True), ("waiting", "", "nothing", "")),
        "a return with a code": (line(306, text=code, is_return=True), ("booked", "receipt", "code", neighbour)),
        "a charge": (line(-307, text="CHARGES"), ("waiting", "", "nothing", "")),
        "a payout by amount": (line(-10_000, text="?"), ("waiting", "", "amount", "")),
        "a payout by reference": (line(-10_000, text=sent), ("booked", "payout", "reference", "")),
        "the same payout again": (line(-10_000, text=f"{sent} again"), ("waiting", "", "done", "")),
        "one reference": (line(308, bank_reference="TWICE", text=code), ("booked", "receipt", "code", neighbour)),
        "the same reference": (line(309, bank_reference="TWICE"), ("booked", "receipt", "nothing", "")),
        "recorded by hand": (line(310, bank_reference="HAND"), ("booked", "receipt", "nothing", "")),
        "no reference": (line(311, bank_reference=""), ("booked", "receipt", "nothing", "")),
    }


def outcomes(market: Market) -> dict[tuple[int, str], tuple[str, str, str, str]]:
    rows = market.rows(
        "SELECT l.amount_minor, words, l.state, deed, why, coalesce(organisation_id::text, '') FROM bank_lines l"
        " LEFT JOIN receipts r ON r.id = l.receipt_id"
    )
    return {(row[0], row[1]): tuple(row[2:]) for row in rows}


@pytest.mark.parametrize("together", [True, False])
def test_each_line_comes_out_as_it_would_by_itself(market: Market, mixed, together: bool) -> None:
    if together:
        take(market, *(one for one, _ in mixed.values()))
    else:
        for one, _ in mixed.values():
            take(market, one)
    found = outcomes(market)
    assert {name: found[one.minor, one.text] for name, (one, _) in mixed.items()} == {
        name: expected for name, (_, expected) in mixed.items()
    }
    assert market.rows("SELECT count(*) FROM receipts WHERE bank_reference = 'HAND'") == [(1,)]
    told = "SELECT count(*) FROM events WHERE verb = 'ledger.receipt_matched' AND :who = ANY(parties)"
    assert market.rows(told, who=market.neighbour.organisation) == [(3,)]
    assert_books_agree(market)


def test_the_number_of_statements_does_not_grow_with_the_lines(market: Market) -> None:
    ((code,),) = market.rows("SELECT code FROM organisations WHERE id = :id", id=market.retailer.organisation)
    with counted(market) as few:
        take(market, *(line(100 + n, name=f"Payer {n}", text=f"{code} {n}") for n in range(5)))
    with counted(market) as many:
        take(
            market,
            *(line(-100 - n, name=f"Payer {n}") for n in range(30)),
            *(line(100, text=f"{code} {n}") for n in range(60)),
        )
    assert len(many) <= len(few) + 2
    assert market.rows("SELECT count(*) FROM bank_lines WHERE state = 'booked'") == [(65,)]
    assert_books_agree(market)


def test_a_payout_is_found_by_its_reference_among_many_of_its_amount(market: Market) -> None:
    for _ in range(23):
        sellers_with_money(market, 1)
    approved_batch(market)
    references = [one for (one,) in market.rows("SELECT reference FROM payouts ORDER BY id DESC LIMIT 2")]
    take(market, *(line(-10_000, reference=one) for one in references))
    assert market.rows("SELECT DISTINCT state, why FROM bank_lines") == [("booked", "reference")]


@contextmanager
def counted(market: Market) -> Iterator[list[str]]:
    """The statements that are sent meanwhile."""
    told, engine = list[str](), market.session.get_bind()

    def note(*call: object) -> None:
        told.append(str(call[2]))

    event.listen(engine, "before_cursor_execute", note)
    yield told
    event.remove(engine, "before_cursor_execute", note)
