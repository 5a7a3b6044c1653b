"""Whatever members do until the close: what was held is captured or released, to the last penny, for each of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection

from tests.trade.credit.lines import open_line
from tests.trade.market import Market
from tests.trade.pooling.pooled import PRICES, QUANTITIES, finish, good, shops, terms
from trade.checks import CHECKS
from trade.credit.rules import CreditRefused, Means
from trade.kernel.actor import Actor
from trade.ledger.actions import LimitExceeded
from trade.ledger.verify import verify
from trade.pooling.actions import (
    cancel_pool,
    close_pool,
    draft_pool,
    fail_not_ready,
    join_pool,
    offer_pool,
    raise_commitment,
    report_arrival,
    withdraw_commitment,
)

MEMBERS: Final = 4
MONEY: Final = 40_000
DEARER: Final = tuple(price + 1 for price in PRICES)

behaviour = st.fixed_dictionaries(
    {
        "means": st.sampled_from(Means),
        "sixes": st.integers(1, 40),
        "only_from": st.integers(0, 2),
        "more": st.integers(0, 20),
        "of_other": st.sampled_from([0, 0, 1, 7, 30]),
        "leaves": st.booleans(),
    }
)


@pytest.mark.parametrize("examples", [25, pytest.param(500, marks=pytest.mark.soak)])
def test_what_was_held_is_captured_or_released_for_every_member(market: Market, examples: int) -> None:
    members = shops(market, MEMBERS, money=MONEY)
    for member in members:
        open_line(market, member, MONEY)
    sku_ids = [market.goods(stock=20_000, multiple=6) for _ in range(2)]
    seen: Counter[str] = Counter()

    @settings(max_examples=examples, deadline=None)
    @given(
        acts=st.lists(behaviour, min_size=MEMBERS, max_size=MEMBERS),
        capacity=st.integers(40, 120),
        minimum=st.integers(2, 40),
        made=st.sampled_from(["", "arrives", "is late", "called off"]),
    )
    def each_time(acts: list[dict[str, Any]], capacity: int, minimum: int, made: str) -> None:
        with as_if_never(market):
            seen.update(example(acts, capacity, minimum, made))

    def example(acts: list[dict[str, Any]], capacity: int, minimum: int, made: str) -> list[str]:
        goods = [
            good(sku_ids[0], capacity=6 * capacity),
            good(sku_ids[1], capacity=6 * (capacity // 4), unit_prices=DEARER),
        ]
        offered = terms(
            market, goods, minimum=6 * minimum, quantities=QUANTITIES,
            ready_by=market.at + timedelta(days=20) if made else None,
        )  # fmt: skip
        pool_id = offer_pool(market.by(market.supplier), draft_pool(market.by(market.supplier), offered))
        before = purses(market, members)
        for member, what in zip(members, acts, strict=True):
            behave(market, member, pool_id, sku_ids, what)
        market.later(days=7)
        close_pool(market.by(Actor.system()), pool_id)
        finish(market, pool_id)
        if made and market.rows("SELECT state FROM pools WHERE id = :id", id=pool_id) == [("making",)]:
            end_making(market, pool_id, made)
        paid = dict(market.rows(
            "SELECT buyer_id, array_agg(ARRAY[CASE means WHEN 'wallet' THEN captured_minor ELSE 0 END,"
            " CASE means WHEN 'credit' THEN captured_minor ELSE 0 END, held_minor - captured_minor - released_minor])"
            " FROM commitments WHERE pool_id = :id GROUP BY 1", id=pool_id,
        ))  # fmt: skip
        for member, (wallet, hold, used, reserved) in purses(market, members).items():
            from_wallet, on_line, unsaid = map(sum, zip(*paid.get(member.organisation, [(0, 0, 0)]), strict=True))
            was = before[member]
            assert (was[0] - wallet, used - was[2]) == (from_wallet, on_line)
            assert (hold, reserved, unsaid) == (0, 0, 0)
        with market.as_system() as session:
            outcome = verify(session, also=CHECKS)
        assert outcome.is_sound, outcome.differences
        states = "SELECT state FROM commitments WHERE pool_id = :id UNION ALL SELECT state FROM pools WHERE id = :id"
        return [state for (state,) in market.rows(states, id=pool_id)]

    each_time()
    if examples >= 500:  # fewer are a matter of luck
        assert set(seen) >= {"ordered", "released", "withdrawn", "closed", "failed", "cancelled"}


@contextmanager
def as_if_never(market: Market) -> Iterator[None]:
    """Take back everything that happens in the block, so that each example begins with full wallets."""
    market.session.commit()
    connection = market.session.get_bind()
    assert isinstance(connection, Connection)
    at, until_here = market.at, connection.begin_nested()
    yield
    market.session.rollback()
    until_here.rollback()
    market.session.expunge_all()
    market.at = at


def end_making(market: Market, pool_id: UUID, how: str) -> None:
    """Let goods that are made to order arrive, miss their day, or be given up."""
    if how == "arrives":
        report_arrival(market.by(market.supplier), pool_id)
    elif how == "is late":
        market.later(days=14)
        fail_not_ready(market.by(Actor.system()), pool_id)
    else:
        cancel_pool(market.by(market.supplier), pool_id, reason="The kiln is broken")
    finish(market, pool_id)


def purses(market: Market, members: list[Actor]) -> dict[Actor, tuple[int, int, int, int]]:
    """By member: what is in the wallet, on hold, used and reserved of the line."""
    found = {
        key: (wallet, hold, used, reserved)
        for key, wallet, hold, used, reserved in market.rows(
            "SELECT l.organisation_id, w.balance_minor, coalesce(h.balance_minor, 0), l.used_minor, l.reserved_minor"
            " FROM credit_lines l JOIN ledger_accounts w ON w.organisation_id = l.organisation_id AND w.kind = 'wallet'"
            " LEFT JOIN ledger_accounts h ON h.organisation_id = l.organisation_id AND h.kind = 'hold'"
        )
    }
    return {member: found[member.organisation] for member in members}


def behave(market: Market, actor: Actor, pool_id: UUID, sku_ids: list[UUID], what: dict[str, Any]) -> None:
    """Join as somebody might, ask for more, and perhaps leave; what cannot be paid is refused."""
    quantities = {sku_ids[0]: 6 * what["sixes"]} | ({sku_ids[1]: 6 * what["of_other"]} if what["of_other"] else {})
    more = {sku_ids[0]: 6 * (what["sixes"] + what["more"])}
    try:
        join_pool(
            market.by(actor), pool_id, quantities=quantities, only_from=what["only_from"], means=what["means"]
        )  # fmt: skip
        raise_commitment(market.by(actor), pool_id, quantities=more)
        if what["leaves"]:
            withdraw_commitment(market.by(actor), pool_id)
    except (CreditRefused, LimitExceeded):
        pass
