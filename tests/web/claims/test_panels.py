"""Several records on a page, each with a form of its own: what is wrong with one stands at that one alone."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from adapters import clock
from tests.trade.claims.claimed import claim, delivered
from tests.trade.market import gbp
from tests.trade.settlement.owed import borne, late_claim, pay_out, settled
from trade.claims.actions import decide_claim, name_carrier, propose_loss
from trade.claims.rules import Outcome
from trade.settlement.actions import propose_recovery_write_off

OVERDUE = text("UPDATE recoveries SET stage = 'overdue', next_at = NULL, invoiced_at = :at, due_at = :at")


@pytest.fixture
def carried(market):
    """Two claims of a lost parcel that a carrier bears."""
    market.at = clock.now()
    carrier_id = name_carrier(market.by(market.support), name="Fast Vans")
    claims = [claim(market, delivered(market)) for _ in range(2)]
    for one in claims:
        decide_claim(
            market.by(market.support), one, bearer=Outcome.CARRIER, amount=gbp(1530), answer="The van rolled over.",
            carrier_id=carrier_id,
        )  # fmt: skip
    market.session.commit()
    return claims


@pytest.fixture
def owed(market):
    """Two claims that a seller has not paid, whatever it was sent."""
    orders = [settled(market) for _ in range(2)]
    pay_out(market)
    claims = [borne(market, late_claim(market, order_id)) for order_id in orders]
    with market.as_system() as session:
        session.execute(OVERDUE, {"at": market.at})
        session.commit()
    return claims


def assert_stands_alone(page, field, about, others):
    """The mistake stands in the form of ``about`` alone, in view; the summary leads there; no id is there twice."""
    name = f"{field}-{about.hex}"
    assert [one["id"] for one in page.soup.select(".field.bad :is(input, textarea)")] == [name]
    assert page.soup.select_one(".errors a")["href"] == f"#{name}"
    assert page.soup.title.get_text().startswith("Error: ")
    ids = [one["id"] for one in page.soup.select("main [id]")]
    assert len(ids) == len(set(ids))
    assert {f"{field}-{other.hex}" for other in others} <= set(ids)
    inside = page.soup.find(id=name).find_parent("details")
    assert inside is None or inside.has_attr("open")
    assert len(page.soup.select(".panel details[open]")) <= 1


def test_a_wrong_proposal_about_a_carrier_stands_at_its_claim_alone(market, at_desk, carried):
    maker = at_desk(market.maker)
    for about, other in (carried, carried[::-1]):
        page = maker.post("claims.propose_to_give_up", {"note": ""}, claim_id=about, expect=422)
        assert_stands_alone(page, "note", about, [other])


def test_a_wrong_refusal_about_a_carrier_stands_at_its_proposal_alone(market, at_desk, carried):
    proposals = [propose_loss(market.by(market.maker), one, note="Bankrupt.") for one in carried]
    market.session.commit()
    page = at_desk(market.checker).post("claims.keep_asking", {"reason": ""}, loss_id=proposals[1], expect=422)
    assert_stands_alone(page, "reason", proposals[1], proposals[:1])


def test_a_wrong_proposal_about_a_seller_stands_at_its_claim_alone(market, at_desk, owed):
    maker = at_desk(market.maker)
    for about, other in (owed, owed[::-1]):
        page = maker.post("finance.propose_recovery_loss", {"note": ""}, claim_id=about, expect=422)
        assert_stands_alone(page, "note", about, [other])


def test_a_wrong_refusal_about_a_seller_stands_at_its_proposal_alone(market, at_desk, owed):
    proposals = [propose_recovery_write_off(market.by(market.maker), one, note="Closed.") for one in owed]
    market.session.commit()
    page = at_desk(market.checker).post("finance.go_on_asking", {"reason": ""}, write_off_id=proposals[0], expect=422)
    assert_stands_alone(page, "reason", proposals[0], proposals[1:])
