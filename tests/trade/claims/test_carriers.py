"""A carrier bears a claim: it owes what was paid, pays it by the bank, or two people give it up; the seller earns it all."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest

from tests.trade.claims.claimed import claim, delivered, standing
from tests.trade.market import WINDOW_DAYS, Market, gbp
from trade.checks import CHECKS
from trade.claims.actions import (
    advance_claim,
    approve_loss,
    collect_from_carrier,
    decide_claim,
    name_carrier,
    propose_loss,
    reject_loss,
)
from trade.claims.queries import carried, carriers, claims_owed_by_carriers
from trade.claims.rules import LossOpen, NothingOwed, Outcome, OwnLoss
from trade.kernel.actor import Actor, Scope
from trade.kernel.errors import InvalidInput, MoveRefused, NotAllowed, StaleVersion
from trade.ledger.verify import verify
from trade.ordering.actions import complete_orders

PAID, SIX = 9180, 1530


@pytest.fixture(autouse=True)
def sound(market: Market):
    """Whatever a test does: the books are sound after it."""
    yield
    with market.as_system() as session:
        assert verify(session, also=CHECKS).differences == ()


@pytest.fixture
def carrier_id(market: Market) -> UUID:
    """A carrier that was written down."""
    return name_carrier(market.by(market.support), name="Fast Vans")


@pytest.fixture
def claim_id(market: Market, carrier_id: UUID) -> UUID:
    """A claim that the carrier bears."""
    found = claim(market, delivered(market))
    carry(market, found, carrier_id)
    return found


def carry(market: Market, claim_id: UUID, carrier_id: UUID | None) -> None:
    decide_claim(
        market.by(market.support), claim_id, bearer=Outcome.CARRIER, amount=gbp(SIX), answer="The van rolled over.",
        carrier_id=carrier_id,
    )  # fmt: skip


def owed(market: Market, carrier_id: UUID) -> int:
    return market.balance("carrier_receivable", Actor(Scope.PARTY, None, carrier_id, frozenset()))


def pays(market: Market, carrier_id: UUID, minor: int) -> None:
    market.money(Actor(Scope.PARTY, None, carrier_id, frozenset()), minor=minor)


def shown(market: Market) -> bytes:
    (row,) = carried(market.session)
    assert row.loss is not None
    return row.loss.shown


def test_the_buyer_is_paid_the_seller_earns_all_and_the_carrier_owes_it(market: Market, carrier_id: UUID) -> None:
    found = claim(market, delivered(market))
    before = market.balance("wallet", market.retailer)
    advance_claim(market.by(market.support), found)
    carry(market, found, carrier_id)

    assert standing(market, found)[:4] == ("settled", "carrier", SIX, SIX)
    assert market.balance("wallet", market.retailer) == before + SIX
    assert (market.balance("recovery_receivable", market.supplier), owed(market, carrier_id)) == (0, SIX)
    market.later(days=WINDOW_DAYS)
    assert complete_orders(market.by(Actor.system()), claim_window_days=WINDOW_DAYS) == 1
    market.settle()
    assert market.rows("SELECT gross_minor FROM statement_lines") == [(PAID,)]


def test_what_arrives_of_a_carrier_pays_its_claims(market: Market, carrier_id: UUID, claim_id: UUID) -> None:
    assert list(claims_owed_by_carriers(market.session)) == []
    pays(market, carrier_id, 1000)
    assert list(claims_owed_by_carriers(market.session)) == [claim_id]

    assert collect_from_carrier(market.by(Actor.system()), claim_id) == gbp(1000)
    assert owed(market, carrier_id) == SIX - 1000
    assert list(claims_owed_by_carriers(market.session)) == []
    pays(market, carrier_id, 2000)
    assert collect_from_carrier(market.by(Actor.system()), claim_id) == gbp(SIX - 1000)
    assert collect_from_carrier(market.by(Actor.system()), claim_id) == gbp(0)
    assert owed(market, carrier_id) == 0
    (row,) = carried(market.session)
    assert (row.paid, row.owes) == (gbp(SIX), gbp(0))
    with market.refuses(NothingOwed):
        propose_loss(market.by(market.maker), claim_id, note="Bankrupt.")


def test_what_is_never_paid_is_given_up_by_two(market: Market, carrier_id: UUID, claim_id: UUID) -> None:
    pays(market, carrier_id, 30)
    collect_from_carrier(market.by(Actor.system()), claim_id)
    with market.refuses(InvalidInput, field="note"):
        propose_loss(market.by(market.maker), claim_id, note=" ")
    loss_id = propose_loss(market.by(market.maker), claim_id, note="Bankrupt.")
    with market.refuses(LossOpen):
        propose_loss(market.by(market.maker), claim_id, note="Again.")
    with market.refuses(NotAllowed):
        approve_loss(market.by(market.maker), loss_id, shown=shown(market))
    with market.refuses(StaleVersion):
        approve_loss(market.by(market.checker), loss_id, shown=b"something else")

    approve_loss(market.by(market.checker), loss_id, shown=shown(market))
    assert (owed(market, carrier_id), market.balance("claims_absorbed")) == (0, SIX - 30)
    with market.refuses(MoveRefused):
        reject_loss(market.by(market.checker), loss_id, reason="No.")


def test_nobody_agrees_to_what_they_proposed(market: Market, carrier_id: UUID, claim_id: UUID) -> None:
    both = replace(market.maker, permissions=market.maker.permissions | market.checker.permissions)
    loss_id = propose_loss(market.by(both), claim_id, note="Bankrupt.")
    for deed in (
        lambda: approve_loss(market.by(both), loss_id, shown=shown(market)),
        lambda: reject_loss(market.by(both), loss_id, reason="No."),
    ):
        with market.refuses(OwnLoss):
            deed()
    assert owed(market, carrier_id) == SIX


def test_a_payment_in_between_voids_what_was_shown(market: Market, carrier_id: UUID, claim_id: UUID) -> None:
    loss_id = propose_loss(market.by(market.maker), claim_id, note="Bankrupt.")
    pays(market, carrier_id, 30)
    collect_from_carrier(market.by(Actor.system()), claim_id)
    with market.refuses(StaleVersion):
        approve_loss(market.by(market.checker), loss_id, shown=shown(market))

    reject_loss(market.by(market.checker), loss_id, reason="It has begun to pay.")
    loss_id = propose_loss(market.by(market.maker), claim_id, note="And stopped.")
    approve_loss(market.by(market.checker), loss_id, shown=shown(market))
    assert market.balance("claims_absorbed") == SIX - 30


def test_a_carrier_is_named_once_and_must_be_one(market: Market, carrier_id: UUID) -> None:
    for name in ("", "fast vans ", "x" * 81):
        with market.refuses(InvalidInput, field="name"):
            name_carrier(market.by(market.support), name=name)
    with market.refuses(NotAllowed):
        name_carrier(market.by(market.supplier), name="Own Vans")
    found = claim(market, delivered(market))
    for wrong in (None, market.supplier.organisation):
        with market.refuses(InvalidInput, field="carrier"):
            carry(market, found, wrong)
    assert [row.name for row in carriers(market.session)] == ["Fast Vans"]
