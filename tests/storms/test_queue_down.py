"""Without Valkey people still sign in and order; what was promised meanwhile is done when it is back, once and in order."""

from __future__ import annotations

import time

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from jobs.queueing import Sender, connect, enqueue_periodic
from tests.infra.watching import eventually
from tests.storms.crowd import Crowd
from tests.storms.phone import Phone
from tests.storms.running import Supervised
from trade.parties.actions import invite_member
from trade.parties.rules import Role

INVITED = [f"clerk{number}@example.com" for number in range(6)]


@pytest.mark.parametrize("seconds", [2, pytest.param(90, marks=pytest.mark.soak)])
def test_orders_are_placed_without_the_queue_and_promises_are_kept_after_it(
    crowd: Crowd, running: Supervised, engine: Engine, seconds: int
) -> None:
    market = crowd.market
    market.session.info["send"] = Sender(running.urls.redis)
    with crowd.ordering() as confirmed:
        with running.without_queue():
            before = confirmed()
            running.kill_worker()  # it has to begin without its queue
            for login in INVITED:
                invite_member(market.by(market.supplier), login, (Role.SALES,))
            Phone(running.port, crowd.phones[0].login).sign_in()
            time.sleep(seconds)
            eventually(lambda: confirmed() >= before + 8, seconds=60)
            assert not set(running.letters) & set(INVITED)
        market.rows("UPDATE outbox SET due_at = now() - interval '1 second' RETURNING id")
        enqueue_periodic(connect(running.urls.redis), "sweep_outbox", seconds)
        eventually(lambda: market.rows("SELECT count(*) FROM outbox WHERE done_at IS NULL") == [(0,)], seconds=60)

    assert [to for to in running.letters if to in INVITED] == INVITED
    sent = "SELECT count(*) FROM events WHERE verb = 'parties.invitation_sent' AND parties @> ARRAY[:seller]"
    assert market.rows(sent, seller=market.supplier.organisation) == [(len(INVITED),)]
    eventually(running.is_open, seconds=90)  # a worker that was not killed has waited longer each time it looked
    with Session(engine) as session:
        crowd.account(session)


def test_a_queue_that_hangs_holds_nobody_up_for_long(crowd: Crowd, running: Supervised) -> None:
    market = crowd.market
    market.session.info["send"] = Sender(running.urls.redis)
    with running.with_frozen_queue():
        began = time.monotonic()
        invite_member(market.by(market.supplier), "late@example.com", (Role.SALES,))
        Phone(running.port, crowd.phones[0].login).sign_in()
        crowd.order(crowd.phones[0], 0)
        assert running.failing("/healthz") == {"redis", "workers", "forecaster", "clockwork"}
        assert running.failing("/readyz") == set()
        assert time.monotonic() - began < 20
        own = (
            "SELECT count(*) FROM outbox WHERE done_at IS NULL AND job <> 'deliver_news'"  # that one is a worker's own
        )
        assert market.rows(own) == [(1,)]
