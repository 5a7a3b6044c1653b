"""A payout comes back by the word of two people, exactly as it was shown, and once."""

from __future__ import annotations

from uuid import UUID

import pytest

from tests.trade.market import Market, gbp
from tests.trade.payouts.paying import assert_books_agree, with_own_account
from trade.kernel.errors import InvalidInput, MoveRefused, NotAllowed, NotFound, StaleVersion
from trade.kernel.ids import new_id
from trade.payouts.actions import (
    approve_payout,
    approve_return,
    book_payout,
    prepare_payout,
    propose_return,
    reject_return,
)
from trade.payouts.queries import payout, return_decisions, return_waiting
from trade.payouts.rules import OwnReturn, PayoutState, ReturnOpen

PAID = 8721


@pytest.fixture
def sent(market: Market) -> UUID:
    """A payout of £87.21 that the bank has booked."""
    with_own_account(market)
    market.completed()
    market.settle()
    payout_id = prepare_payout(market.by(market.maker), seller_id=market.supplier.organisation, currency="GBP")
    with market.as_system() as session:
        shown = payout(session, market.checker, payout_id).content_hash
    approve_payout(market.by(market.checker), payout_id, shown=shown)
    return book_payout(market.by(market.maker), payout_id)


def say(market: Market, payout_id: UUID, minor: int = PAID - 100, note: str = "Letter of 3 March") -> UUID:
    return propose_return(market.by(market.maker), payout_id, arrived=gbp(minor), code="AC04", note=note)


def shown(market: Market, payout_id: UUID) -> bytes:
    with market.as_system() as session:
        row = return_waiting(session, payout_id)
        assert row is not None
        return row.shown


def test_nothing_is_posted_until_another_person_agrees(market: Market, sent: UUID) -> None:
    return_id = say(market, sent)
    assert market.balance("payable", market.supplier) == 0
    with market.as_system() as session:
        (case,) = return_decisions(session, market.checker)
    assert (case.amount, case.made_by) == (gbp(PAID - 100), market.maker.person_id)
    approve_return(market.by(market.checker), return_id, shown=case.shown)
    assert (market.balance("payable", market.supplier), market.balance("bank_fees")) == (PAID, 100)
    assert_books_agree(market)
    with market.refuses(MoveRefused, what="payout_return", current="approved"):
        approve_return(market.by(market.checker), return_id, shown=case.shown)


def test_a_rejected_return_changes_nothing_and_may_be_said_anew(market: Market, sent: UUID) -> None:
    reject_return(market.by(market.checker), say(market, sent), reason="Not ours")
    assert market.balance("payable", market.supplier) == 0
    say(market, sent)
    with market.refuses(ReturnOpen):
        say(market, sent)


def test_it_is_approved_as_shown_and_by_somebody_else(market: Market, sent: UUID) -> None:
    return_id = say(market, sent)
    with market.refuses(StaleVersion, what="payout_return"):
        approve_return(market.by(market.checker), return_id, shown=b"other")
    with market.refuses(NotAllowed, permission="approve_money"):
        approve_return(market.by(market.maker), return_id, shown=shown(market, sent))
    with market.as_system() as session:
        row = session.connection().exec_driver_sql(
            "UPDATE payout_returns SET proposed_by = %(who)s", {"who": market.checker.person_id}
        )
        assert row.rowcount == 1
        session.commit()
    with market.refuses(OwnReturn):
        approve_return(market.by(market.checker), return_id, shown=shown(market, sent))


def test_only_what_left_comes_back_and_no_more_than_that(market: Market, sent: UUID) -> None:
    for wrong in (gbp(PAID + 1), gbp(0)):
        with market.refuses(InvalidInput, field="arrived"):
            propose_return(market.by(market.maker), sent, arrived=wrong, code="AC04", note="x")
    with market.refuses(InvalidInput, field="note"):
        say(market, sent, note=" ")
    with market.refuses(NotFound, what="payout"):
        say(market, new_id())
    market.completed()
    market.settle()
    waiting = prepare_payout(market.by(market.maker), seller_id=market.supplier.organisation, currency="GBP")
    with market.refuses(MoveRefused, current=PayoutState.PREPARED):
        say(market, waiting)
