"""The job that recovers what sellers owe: a killed worker takes nothing twice, and the next one goes on."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from adapters.clock import now
from jobs import recoveries
from jobs.catalogue import JOBS
from tests.jobs.killing import killed_at
from tests.trade.market import Market
from tests.trade.settlement.owed import PAID, borne, late_claim, pay_out, settled
from trade.checks import CHECKS
from trade.ledger.verify import verify
from trade.settlement import recovering

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("here", "queue")]
PLACES: dict[str, tuple[Any, str]] = {"posting": (recovering, "post"), "committed": (recoveries, "_recover")}
_EARLIER = text("UPDATE recoveries SET next_at = next_at - interval '40 days', due_at = due_at - interval '40 days'")


def closed(market: Market) -> int:
    ((number,),) = market.rows("SELECT count(*) FROM recoveries WHERE open_minor = 0")
    return int(number)


def test_a_job_that_is_killed_again_and_again_takes_each_penny_once(market: Market) -> None:
    market.at = now() - timedelta(days=20)
    order_id = settled(market)
    for _ in range(8):
        borne(market, late_claim(market, order_id, 1), 255)
    ((owed,),) = market.rows("SELECT sum(amount_minor) FROM recoveries")
    for number, place, gone in ((1, "posting", 0), (3, "posting", 2), (2, "committed", 4), (1, "committed", 5)):
        market.session.close()
        killed_at(number, PLACES[place], recoveries.recover_all)
        assert closed(market) == gone
    recoveries.recover_all()
    assert closed(market) == 8
    assert market.balance("payable", market.supplier) == PAID - 459 - owed
    assert market.balance("recovery_receivable", market.supplier) == 0
    with market.as_system() as session:
        assert verify(session, also=CHECKS).is_sound


def test_the_calendar_brings_reserves_an_invoice_and_reminders(market: Market) -> None:
    market.at = now() - timedelta(days=20)
    order_id = settled(market)
    pay_out(market)
    claim_id = borne(market, late_claim(market, order_id, 36), PAID)
    recoveries.recover_all()
    for stage, verb in (
        ("reserves", "recovery_from_reserves"), ("invoiced", "recovery_invoiced"), ("overdue", "recovery_reminded"),
    ):  # fmt: skip
        with market.as_system() as session:
            session.execute(_EARLIER)
            session.commit()
        recoveries.recover_all()
        assert market.rows("SELECT stage FROM recoveries") == [(stage,)]
        assert market.verbs(claim_id)[-1] == f"settlement.{verb}"
    assert market.rows("SELECT kind, gross_minor FROM papers") == [("demand", PAID - 459)]


def test_it_comes_round_every_hour() -> None:
    assert JOBS["recover_all"].every_seconds == 3600
