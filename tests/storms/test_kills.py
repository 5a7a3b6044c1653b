"""Whatever is killed while people order, no order is lost and none is doubled."""

from __future__ import annotations

import random
import time
from collections.abc import Callable

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from tests.infra.watching import eventually
from tests.storms.conftest import can_ask
from tests.storms.crowd import Crowd
from tests.storms.running import Supervised
from trade.kernel.actor import Actor
from trade.kernel.work import bind_actor

PROGRESS = 4
"""So many orders are confirmed between two kills, which shows that all came back."""


@pytest.mark.parametrize("kills", [4, pytest.param(100, marks=pytest.mark.soak)])
def test_kills_of_everything_lose_and_double_no_order(
    crowd: Crowd, running: Supervised, engine: Engine, kills: int
) -> None:
    chance = random.Random(5)
    ways = (running.kill_web_process, running.kill_database, running.kill_web, running.kill_worker)
    with crowd.ordering() as confirmed:
        for number in range(kills):
            wait_for_progress(confirmed)
            if number % 2 == 0:  # right after a commit, most likely before its answer
                wait_for_an_order(engine)
            else:
                time.sleep(chance.random() * 0.3)
            ways[number % len(ways)]()
            if number >= len(ways):
                time.sleep(3)  # servers that die more than five times a minute are given up, and rightly so

    eventually(lambda: can_ask(engine), seconds=60)
    with Session(engine) as session:
        crowd.account(session)
    assert sum(phone.again for phone in crowd.phones) > 0, "nobody noticed: nothing was proved"


def wait_for_progress(confirmed: Callable[[], int]) -> None:
    """Wait until some more orders are confirmed."""
    before = confirmed()
    eventually(lambda: confirmed() >= before + PROGRESS, seconds=60)


def wait_for_an_order(engine: Engine) -> None:
    """Return at the moment at which somebody's order has been committed."""
    orders = text("SELECT count(*) FROM orders")
    with Session(engine) as session:
        bind_actor(session, Actor.system())
        before = session.scalar(orders)
        until = time.monotonic() + 30
        while session.scalar(orders) == before:
            assert time.monotonic() < until, "nobody orders any more"
