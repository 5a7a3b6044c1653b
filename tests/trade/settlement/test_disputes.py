"""A line is disputed, answered once, and put right by a later statement within the commission that was taken."""

from __future__ import annotations

from decimal import Decimal
from uuid import UUID

import pytest

from tests.trade.market import Market, gbp
from trade.kernel.errors import InvalidInput, NotAllowed, NotFound
from trade.kernel.ids import new_id
from trade.kernel.work import bind_actor
from trade.ledger.verify import verify
from trade.settlement import queries
from trade.settlement.actions import answer_dispute, dispute_line, set_terms, withdraw_dispute
from trade.settlement.rules import CorrectionTooLarge, DisputeClosed, DisputeOpen, ItemKind, Terms
from trade.settlement.verify import CHECKS


@pytest.fixture
def dispute_id(market: Market) -> UUID:
    """A disputed line of £91.80, of which £4.59 commission was taken."""
    market.completed()
    market.settle()
    return market.dispute()


def answer(market: Market, dispute_id: UUID, minor: int | None) -> None:
    correction = gbp(minor) if minor is not None else None
    answer_dispute(market.by(market.maker), dispute_id, answer="Looked at.", correction=correction)


def test_a_correction_is_a_line_of_the_next_statement_and_the_old_one_stays(market: Market, dispute_id: UUID) -> None:
    before = market.rows("SELECT gross_minor, commission_minor, net_minor FROM statements")
    answer(market, dispute_id, 92)
    market.settle()
    found = market.rows("SELECT gross_minor, commission_minor, items_minor, net_minor FROM statements ORDER BY made_at")
    assert [row[:2] + row[3:] for row in found][:1] == before
    assert found[1] == (0, 0, 92, 92)
    assert market.balance("commission") == 459 - 92
    assert market.balance("payable", market.supplier) == 8721 + 92
    assert market.rows("SELECT kind FROM statement_items") == [(ItemKind.CORRECTION,)]


def test_the_tax_on_a_commission_that_is_given_back_comes_back_with_it(market: Market) -> None:
    terms = Terms(service_tax_rate=Decimal("0.2"))
    set_terms(market.by(market.maker), market.supplier.organisation, terms=terms)
    market.completed()
    market.settle()
    assert (market.balance("commission"), market.balance("tax_payable")) == (459, 92)
    for minor, tax in ((101, 92 - 20), (101, 92 - 40), (257, 0)):  # a fifth of 1.01, of 2.02 and of 4.59, rounded once
        answer(market, market.dispute(), minor)
        market.settle()
        assert market.balance("tax_payable") == tax
    assert market.balance("commission") == 0
    assert market.balance("payable", market.supplier) == 9180
    with market.as_system() as session:
        assert verify(session, also=CHECKS).differences == ()


def test_corrections_of_a_line_never_exceed_its_commission(market: Market, dispute_id: UUID) -> None:
    for wrong in (460, 0, -1):
        with market.refuses(CorrectionTooLarge, left=gbp(459)):
            answer(market, dispute_id, wrong)
    answer(market, dispute_id, 400)
    again = market.dispute()
    with market.refuses(CorrectionTooLarge, left=gbp(59)):
        answer(market, again, 60)
    answer(market, again, 59)


def test_a_dispute_is_answered_once(market: Market, dispute_id: UUID) -> None:
    with market.refuses(DisputeOpen):
        market.dispute()
    answer(market, dispute_id, None)
    for deed in (
        lambda: answer(market, dispute_id, 1),
        lambda: withdraw_dispute(market.by(market.supplier), dispute_id),
    ):
        with market.refuses(DisputeClosed):
            deed()
    withdraw_dispute(market.by(market.supplier), market.dispute())


def test_strangers_and_people_without_the_right_dispute_and_answer_nothing(market: Market, dispute_id: UUID) -> None:
    ((line_id,),) = market.rows("SELECT order_line_id FROM statement_lines")
    with market.refuses(NotFound, what="statement_line"):
        dispute_line(market.by(market.rival), line_id, reason="Mine")
    with market.refuses(NotFound, what="line_dispute"):
        withdraw_dispute(market.by(market.rival), dispute_id)
    with market.refuses(NotAllowed, permission="prepare_money"):
        answer_dispute(market.by(market.checker), dispute_id, answer="No", correction=None)
    with market.refuses(NotFound, what="line_dispute"):
        answer(market, new_id(), 1)
    with market.refuses(InvalidInput, field="reason"):
        dispute_line(market.by(market.supplier), line_id, reason="  ")
    bind_actor(market.session, market.rival)
    assert queries.disputes(market.session, market.rival) == []
