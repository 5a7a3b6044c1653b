"""The web server is killed while shops join a pool, and while the first visit after its time closes one."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Final
from uuid import UUID

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from adapters.clock import now
from tests.infra.watching import eventually
from tests.storms.conftest import can_ask
from tests.storms.phone import Phone
from tests.storms.running import Supervised
from tests.trade.market import Market
from tests.trade.pooling.pooled import good, join, place, shops, terms
from trade.checks import CHECKS
from trade.kernel.actor import Actor
from trade.kernel.work import bind_actor
from trade.ledger.verify import verify
from trade.parties.models import Person
from trade.pooling.actions import draft_pool, offer_pool

SHOPS: Final = 6
WINDOW: Final = timedelta(days=7)


@pytest.fixture
def market(running: Supervised, engine: Engine) -> Iterator[Market]:
    """A market of its own in the one that runs."""
    eventually(running.is_open, seconds=60)
    eventually(lambda: can_ask(engine), seconds=60)
    with Session(engine) as session:
        bind_actor(session, Actor.system())
        yield Market(session, now())


def phone_of(market: Market, running: Supervised, shop: Actor) -> Phone:
    with market.as_system() as session:
        login = str(session.get_one(Person, shop.person_id).email)
    phone = Phone(running.port, login)
    phone.sign_in()
    return phone


def offer(market: Market, sku_id: UUID) -> UUID:
    offered = terms(market, [good(sku_id)], withdraw_until=market.at + WINDOW)
    return offer_pool(market.by(market.supplier), draft_pool(market.by(market.supplier), offered))


def joins(phone: Phone, pool_id: UUID) -> None:
    """Open the pool, and send the form that is shown until there is an answer."""
    address = f"/retailer/pools/{pool_id}"
    form = phone.insist("GET", address).form(f"{address}/commitment")
    assert phone.insist("POST", f"{address}/commitment", form).status == 303


def visits(phone: Phone, pool_id: UUID) -> None:
    """Look at a pool whose time is over."""
    assert phone.insist("GET", f"/retailer/pools/{pool_id}").status == 200


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
    for number in range(kills):
        pause, at = chance.random() * 0.4, market.at
        if number % 2 == 0:
            pool_id = offer(market, sku_id)
            storm(phones, joins, pool_id, running.kill_web_process, pause)
            assert joined(market, pool_id) == (SHOPS, SHOPS, SHOPS)
        else:
            market.at = now() - WINDOW
            pool_id = offer(market, sku_id)
            for member in members:
                join(market, member, pool_id, sku_id, 12)
            market.at = at
            storm(phones, visits, pool_id, running.kill_web_process, pause / 2)
            eventually(lambda pool_id=pool_id: ended(market, pool_id) == ("closed", True), seconds=90)  # type: ignore[misc]
            assert market.verbs(pool_id).count("pooling.pool_closed") == 1
    assert sum(phone.again for phone in phones) > 0, "nobody noticed: nothing was proved"
    resolved = "SELECT count(*), count(DISTINCT order_id) FROM commitments WHERE state = 'ordered' AND seller_id = :id"
    assert market.rows(resolved, id=market.supplier.organisation) == [(SHOPS * (kills // 2),) * 2]
    with market.as_system() as session:
        outcome = verify(session, also=CHECKS)
    assert outcome.is_sound, outcome.differences


def joined(market: Market, pool_id: UUID) -> tuple[int, int, int]:
    """How many members the pool counts, how many commitments there are, and of how many shops."""
    ((members, commitments, buyers),) = market.rows(
        "SELECT members, (SELECT count(*) FROM commitments WHERE pool_id = :id),"
        " (SELECT count(DISTINCT buyer_id) FROM commitments WHERE pool_id = :id) FROM pools WHERE id = :id",
        id=pool_id,
    )
    return members, commitments, buyers


def ended(market: Market, pool_id: UUID) -> tuple[str, bool]:
    """The state of a pool, and whether nothing is left to do about it."""
    ((state, finished),) = market.rows("SELECT state, finished_at IS NOT NULL FROM pools WHERE id = :id", id=pool_id)
    return state, finished
