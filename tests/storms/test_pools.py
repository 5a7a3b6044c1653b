"""The web server is killed while shops join a pool, and while the first visit after its time closes one."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Final
from uuid import UUID

import pytest

from adapters.clock import now
from tests.infra.watching import eventually
from tests.storms.phone import Phone
from tests.storms.pooling import assert_sound, ended, join_in_time, offer, offer_until, phone_of, visits
from tests.storms.running import Supervised
from tests.trade.market import Market
from tests.trade.pooling.pooled import place, shops

SHOPS: Final = 6
SHORTLY: Final = timedelta(seconds=3)


def joins(phone: Phone, pool_id: UUID) -> None:
    """Open the pool, and send the form that is shown until there is an answer."""
    address = f"/retailer/pools/{pool_id}"
    form = phone.insist("GET", address).form(f"{address}/commitment")
    assert phone.insist("POST", f"{address}/commitment", form).status == 303


def storm(
    phones: list[Phone], deed: Callable[[Phone, UUID], None], pool_id: UUID, kill: Callable[[], None], pause: float
) -> None:
    """Let everybody do it at once, and kill in the middle of it."""
    with ThreadPoolExecutor(len(phones)) as crowd:
        doing = [crowd.submit(deed, phone, pool_id) for phone in phones]
        time.sleep(pause)
        kill()
    for one in doing:
        one.result()


@pytest.mark.parametrize("kills", [4, pytest.param(60, marks=pytest.mark.soak)])
def test_kills_of_the_web_server_lose_and_double_no_commitment_and_close_once(
    market: Market, running: Supervised, kills: int
) -> None:
    chance = random.Random(11)
    place(market, market.retailer)
    members = shops(market, SHOPS, money=100_000_000)
    phones = [phone_of(market, running, member) for member in members]
    sku_id = market.goods(stock=600 * kills + 600, multiple=6)
    expected = 0
    for number in range(kills):
        pause, at = chance.random() * 0.4, market.at
        if number % 2 == 0:
            pool_id = offer(market, sku_id)
            storm(phones, joins, pool_id, running.kill_web_process, pause)
            assert joined(market, pool_id) == (SHOPS, SHOPS, SHOPS)
        else:
            until = now() + SHORTLY
            pool_id = offer_until(market, sku_id, until)
            expected += join_in_time(market, members, pool_id, sku_id)
            market.at = at
            eventually(lambda until=until: now() > until, seconds=60)  # type: ignore[misc]
            storm(phones, visits, pool_id, running.kill_web_process, pause / 2)
            eventually(lambda pool_id=pool_id: ended(market, pool_id) == ("closed", True), seconds=90)  # type: ignore[misc]
            assert market.verbs(pool_id).count("pooling.pool_closed") == 1
    assert sum(phone.again for phone in phones) > 0, "nobody noticed: nothing was proved"
    resolved = "SELECT count(*), count(DISTINCT order_id) FROM commitments WHERE state = 'ordered' AND seller_id = :id"
    assert market.rows(resolved, id=market.supplier.organisation) == [(expected, expected)]
    assert expected >= SHOPS * (kills // 2) / 2
    assert_sound(market)


def joined(market: Market, pool_id: UUID) -> tuple[int, int, int]:
    """How many members the pool counts, how many commitments there are, and of how many shops."""
    ((members, commitments, buyers),) = market.rows(
        "SELECT members, (SELECT count(*) FROM commitments WHERE pool_id = :id),"
        " (SELECT count(DISTINCT buyer_id) FROM commitments WHERE pool_id = :id) FROM pools WHERE id = :id",
        id=pool_id,
    )
    return members, commitments, buyers
