"""The clock of claims: one claim that fails keeps no other waiting, and a killed worker pays nothing twice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError

from adapters.clock import now
from jobs import claims
from jobs.catalogue import JOBS
from tests.jobs.killing import killed_at
from tests.trade.claims.claimed import claim, delivered
from tests.trade.market import Market
from trade.checks import CHECKS
from trade.claims import paying
from trade.ledger.verify import verify

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("here", "queue")]
SIX = 1530


def advanced(market: Market) -> list[int]:
    return [minor for (minor,) in market.rows("SELECT advanced_minor FROM claims ORDER BY money_due_at, id")]


def test_a_claim_that_fails_keeps_no_other_waiting_and_fails_the_job_at_the_end(
    market: Market, tamper: Callable[[str], None]
) -> None:
    market.at = now() - timedelta(hours=25)
    for _ in range(3):
        claim(market, delivered(market))
    more_than_was_paid = "UPDATE claims SET amount_minor = 20000 WHERE id = (SELECT id FROM claims ORDER BY id LIMIT 1)"
    tamper(more_than_was_paid)
    with pytest.raises(IntegrityError, match="ck_orders_claims"):
        claims.run_claim_clocks()
    assert advanced(market) == [0, SIX, SIX]


PLACES: dict[str, tuple[Any, str]] = {"posting": (paying, "post"), "committed": (claims, "run_claim_clock")}


def test_a_clock_that_is_killed_again_and_again_pays_each_claim_once(market: Market) -> None:
    market.at = now() - timedelta(hours=25)
    order_id = delivered(market)
    for _ in range(12):
        claim(market, order_id, 1)
    before = market.balance("wallet", market.retailer)
    for number, place, paid in (
        (1, "posting", 0),
        (3, "posting", 2),
        (2, "committed", 4),
        (1, "committed", 5),
        (4, "posting", 8),
    ):
        market.session.close()
        killed_at(number, PLACES[place], claims.run_claim_clocks)
        assert sum(map(bool, advanced(market))) == paid
    claims.run_claim_clocks()
    assert advanced(market) == [255] * 12
    assert market.balance("wallet", market.retailer) == before + 12 * 255
    with market.as_system() as session:
        assert verify(session, also=CHECKS).is_sound


def test_the_clock_comes_round_every_minute() -> None:
    assert JOBS["run_claim_clocks"].every_seconds == 60
