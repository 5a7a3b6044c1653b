"""A pool's last second: whoever joins is counted whole or not at all, and it closes once."""

from __future__ import annotations

import random
from collections import Counter
from datetime import timedelta
from time import sleep
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from tests.races.conftest import Crowd, Deed, deed, kinds, on
from tests.trade.credit.lines import open_line
from tests.trade.market import Market
from tests.trade.pooling.pooled import PRICES, finish, good, join, money_of, pool, shops, terms
from trade.credit.rules import Means
from trade.kernel.actor import Actor
from trade.pooling.actions import (
    cancel_pool,
    change_pool,
    close_pool,
    draft_pool,
    extend_pool,
    finish_next,
    join_pool,
    offer_pool,
    raise_commitment,
    withdraw_commitment,
)
from trade.pooling.queries import pool_detail
from trade.stock.actions import receive_stock

MEMBERS = 64
CLOSERS = 2
MOMENT = timedelta(milliseconds=1)
LONGEST_WAIT = 0.3


def closing(market: Market, pool_id: UUID, number: int = CLOSERS) -> list[Deed]:
    return [deed(market.by(Actor.system()), close_pool, pool_id)] * number


def after(seconds: float, one: Deed) -> Deed:
    """Let a deed come late, so that on machines of any speed some are before it and some after."""

    def late(session: Session) -> Any:
        sleep(seconds)
        return one(session)

    return late


def outcome(market: Market, pool_id: UUID) -> tuple[str, int, int]:
    ((state, members, requested),) = market.rows(
        "SELECT state, members, (SELECT sum(r) FROM unnest(requested) r) FROM pools WHERE id = :id", id=pool_id
    )
    return state, members, requested


@pytest.mark.parametrize("pools", [50, pytest.param(1000, marks=pytest.mark.soak)])
def test_whoever_joins_in_the_last_second_is_in_the_pool_or_has_its_money(
    market: Market, crowd: Crowd, pools: int
) -> None:
    chance = random.Random(7)
    members = shops(market, MEMBERS, money=100_000_000)
    sku_id = market.goods(stock=0, multiple=6)
    market.session.commit()
    refused: Counter[str] = Counter()
    for _ in range(pools):
        refused += last_second(market, crowd, sku_id, members, chance)
        market.later(minutes=1)
    assert refused["UUID"] > 0
    assert refused["PoolNotOpen"] > 0, "nobody was too late: the close was never raced"
    assert all(money_of(market, member)[1] == 0 for member in members)


def last_second(
    market: Market, crowd: Crowd, sku_id: UUID, members: list[Actor], chance: random.Random
) -> Counter[str]:
    """Let everybody join at once while the pool closes; often more than there is."""
    capacity = 6 * chance.randint(40, 400)
    receive_stock(market.by(market.supplier), sku_id, quantity=capacity)
    closes_at = market.at + timedelta(minutes=30)
    offered = terms(
        market, [good(sku_id, capacity=capacity)], closes_at=closes_at, withdraw_until=closes_at,
        minimum=60 * chance.randint(1, 3), quantities=(12, 60, 240),
    )  # fmt: skip
    pool_id = offer_pool(market.by(market.supplier), draft_pool(market.by(market.supplier), offered))
    market.at = closes_at - MOMENT
    joining = [
        deed(
            market.by(member), join_pool, pool_id, quantities={sku_id: 6 * chance.randint(1, 12)},
            only_from=chance.choice([0, 0, 1, 2]),
        )
        for member in members
    ]  # fmt: skip
    market.at = closes_at
    deeds = joining + [after(chance.uniform(0, LONGEST_WAIT), close) for close in closing(market, pool_id)]
    chance.shuffle(deeds)
    answers = crowd(deeds[:MEMBERS])
    answers += crowd(deeds[MEMBERS:])
    counted = kinds(answers)
    close_pool(market.by(Actor.system()), pool_id)
    finish(market, pool_id)
    assert Counter(answer is True for answer in answers)[True] <= 1
    check(market, pool_id, counted["UUID"])
    return counted


def check(market: Market, pool_id: UUID, joined: int) -> None:
    """All that joined are counted; each was ordered or released, whole; nobody pays more than the pool's step."""
    state, members, _ = outcome(market, pool_id)
    assert members == joined
    assert state in {"closed", "failed"}
    rows = market.rows(
        "SELECT c.state, c.held_minor, c.captured_minor, c.released_minor, o.total_minor, l.quantity, l.whole + l.odd"
        " FROM commitments c JOIN commitment_lines l ON l.commitment_id = c.id LEFT JOIN orders o ON o.id = c.order_id"
        " WHERE c.pool_id = :id", id=pool_id,
    )  # fmt: skip
    assert len(rows) == joined
    for became, held, captured, released, total, quantity, allotted in rows:
        assert captured + released == held
        assert became == ("ordered" if captured else "released")
        assert (total or 0) == captured <= held
        assert (allotted or 0) <= quantity


def test_two_closers_close_once(market: Market, crowd: Crowd) -> None:
    for _ in range(5):
        pool_id, sku_id = pool(market)
        (shop,) = shops(market, 1)
        join(market, shop, pool_id, sku_id, 12)
        market.later(days=7)
        answers = crowd(closing(market, pool_id, 8))
        assert Counter(answers) == {True: 1, False: 7}
        finishers: list[Deed] = [lambda session, p=pool_id: drain(market, session, p)] * 4  # type: ignore[misc]
        assert crowd(finishers) == [None] * len(finishers), "nobody stumbled over another's work"
        assert market.rows("SELECT count(*) FROM orders WHERE buyer_id = :id", id=shop.organisation) == [(1,)]
        assert market.verbs(pool_id)[-2:] == ["pooling.pool_closed", "pooling.pool_finished"]


def drain(market: Market, session: Any, pool_id: UUID) -> None:
    while finish_next(on(session, market.by(Actor.system())), pool_id):
        pass


def test_a_withdrawal_races_the_close(market: Market, crowd: Crowd) -> None:
    for _ in range(6):
        members = shops(market, 6)
        closes_at = market.at + timedelta(days=1)
        pool_id, sku_id = pool(market, closes_at=closes_at, withdraw_until=closes_at)
        for member in members:
            join(market, member, pool_id, sku_id, 60)
        market.at = closes_at - MOMENT
        leaving = [deed(market.by(member), withdraw_commitment, pool_id) for member in members[:4]]
        leaving += [deed(market.by(members[4]), raise_commitment, pool_id, quantities={sku_id: 120})]
        market.at = closes_at
        answers = crowd(leaving + closing(market, pool_id))
        close_pool(market.by(Actor.system()), pool_id)
        finish(market, pool_id)
        left = sum(isinstance(answer, UUID) for answer in answers[:4])
        state, counted, requested = outcome(market, pool_id)
        raised = isinstance(answers[4], UUID)
        assert (state, counted, requested) == ("closed", 6 - left, 60 * (6 - left) + (60 if raised else 0))
        for member, answer in zip(members[:4], answers[:4], strict=True):
            wallet, hold = money_of(market, member)
            assert hold == 0
            assert (wallet == 1_000_000) == isinstance(answer, UUID)


def test_an_extension_or_a_cancellation_races_the_close(market: Market, crowd: Crowd) -> None:
    for number in range(8):
        pool_id, sku_id = pool(market)
        (shop,) = shops(market, 1)
        join(market, shop, pool_id, sku_id, 60)
        closes_at = market.at + timedelta(days=7)
        market.at = closes_at - MOMENT
        extending = deed(market.by(market.supplier), extend_pool, pool_id, closes_at=closes_at + timedelta(days=3))
        cancelling = deed(market.by(market.supplier), cancel_pool, pool_id, reason="The kiln broke")
        market.at = closes_at
        answers = crowd([extending, cancelling if number % 2 else extending, *closing(market, pool_id)])
        state, _, _ = outcome(market, pool_id)
        won = [isinstance(answer, UUID) for answer in answers[:2]] + [any(answer is True for answer in answers[2:])]
        if state == "open":
            assert won == [True, False, False] or (not number % 2 and won.count(True) == 1)
        else:
            assert won[2] == (state == "closed")
        if state != "open":
            finish(market, pool_id)
            assert money_of(market, shop)[1] == 0


def test_two_colleagues_join_as_one_shop(market: Market, crowd: Crowd) -> None:
    for _ in range(5):
        pool_id, sku_id = pool(market)
        (shop,) = shops(market, 1)
        people = [shop, *(market.colleague(shop) for _ in range(5))]
        answers = crowd([deed(market.by(one), join_pool, pool_id, quantities={sku_id: 12}) for one in people])
        assert kinds(answers) == {"UUID": 1, "AlreadyCommitted": 5}
        assert outcome(market, pool_id) == ("open", 1, 12)


def test_one_wallet_cannot_join_two_pools_with_the_same_money(market: Market, crowd: Crowd) -> None:
    for _ in range(5):
        (shop,) = shops(market, 1, money=3000)
        offered = [pool(market) for _ in range(3)]
        answers = crowd(
            [deed(market.by(shop), join_pool, pool_id, quantities={sku_id: 12}) for pool_id, sku_id in offered]
        )
        assert kinds(answers) == {"UUID": 1, "LimitExceeded": 2}
        assert money_of(market, shop) == (0, 3000)


def test_pools_with_the_same_members_finish_beside_each_other(market: Market, crowd: Crowd) -> None:
    members = shops(market, 20)
    offered = [pool(market) for _ in range(4)]
    for number, (pool_id, sku_id) in enumerate(offered):
        for member in members if number % 2 else reversed(members):
            join(market, member, pool_id, sku_id, 6)
    market.later(days=7)
    for pool_id, _ in offered:
        close_pool(market.by(Actor.system()), pool_id)
    finishers: list[Deed] = [
        lambda session, p=pool_id: drain(market, session, p)  # type: ignore[misc]
        for pool_id, _ in offered
        for _ in range(2)
    ]
    assert crowd(finishers) == [None] * len(finishers)
    assert market.rows("SELECT count(*) FROM commitments WHERE state = 'ordered'") == [(80,)]
    assert market.rows("SELECT count(*) FROM pools WHERE finished_at IS NULL") == [(0,)]


def test_two_colleagues_leave_or_one_of_them_asks_for_more(market: Market, crowd: Crowd) -> None:
    for number in range(6):
        pool_id, sku_id = pool(market)
        (shop,) = shops(market, 1)
        join(market, shop, pool_id, sku_id, 12)
        people = [shop, *(market.colleague(shop) for _ in range(3))]
        deeds = [deed(market.by(one), withdraw_commitment, pool_id) for one in people[number % 2 :]]
        if number % 2:
            deeds.append(deed(market.by(shop), raise_commitment, pool_id, quantities={sku_id: 24}))
        counted = kinds(crowd(deeds))
        assert set(counted) <= {"UUID", "StaleVersion", "NotFound"}
        assert counted["UUID"] in ({1, 2} if number % 2 else {1})
        state, members, requested = outcome(market, pool_id)
        assert (state, members, requested) in {("open", 0, 0), ("open", 1, 24)}
        assert money_of(market, shop)[1] == requested * 250


def test_whoever_joins_first_is_bound_to_no_terms_but_those_it_was_shown(market: Market, crowd: Crowd) -> None:
    """The seller's last change before the opening lands between the first member's reading and its counting."""
    pool_id, sku_id = pool(market, opens_at=market.at + timedelta(days=1))
    (shop,) = shops(market, 1)
    with market.as_system() as session:
        version = pool_detail(session, market.supplier, pool_id, market.at).version
    dearer = terms(
        market, [good(sku_id, unit_prices=[price + 1 for price in PRICES])], opens_at=market.at + timedelta(days=1)
    )  # fmt: skip
    change = deed(market.by(market.supplier), change_pool, pool_id, dearer, version=version)
    market.later(days=1)
    joining = deed(market.by(shop), join_pool, pool_id, quantities={sku_id: 12})

    def join_while_it_changes(session: Session) -> Any:
        def before(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
            if "pooling_count" in statement and not changed:
                changed.append(True)
                with Session(session.get_bind()) as another:
                    change(another)

        changed: list[bool] = []
        engine = session.get_bind()
        event.listen(engine, "before_cursor_execute", before)
        try:
            return joining(session)
        finally:
            event.remove(engine, "before_cursor_execute", before)

    assert kinds(crowd([join_while_it_changes])) == {"StaleVersion": 1}
    assert outcome(market, pool_id) == ("open", 0, 0)
    assert money_of(market, shop) == (1_000_000, 0)


def test_one_line_cannot_join_two_pools_with_the_same_credit(market: Market, crowd: Crowd) -> None:
    for _ in range(5):
        (shop,) = shops(market, 1, money=1)
        open_line(market, shop, 3000)
        offered = [pool(market) for _ in range(3)]
        joining = [
            deed(market.by(shop), join_pool, pool_id, quantities={sku_id: 12}, means=Means.CREDIT)
            for pool_id, sku_id in offered
        ]
        assert kinds(crowd(joining)) == {"UUID": 1, "CreditRefused": 2}
        assert market.rows(
            "SELECT used_minor, reserved_minor FROM credit_lines WHERE organisation_id = :id", id=shop.organisation
        ) == [(0, 3000)]
