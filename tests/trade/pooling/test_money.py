"""Whatever members do until the close: what was held is captured or released, to the last penny, for each of them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.trade.credit.lines import open_line
from tests.trade.market import Market
from tests.trade.pooling.pooled import QUANTITIES, finish, good, join, shops, terms
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
    offer_pool,
    raise_commitment,
    report_arrival,
    withdraw_commitment,
)

MEMBERS: Final = 4
MONEY: Final = 40_000

behaviour = st.fixed_dictionaries(
    {
        "means": st.sampled_from(Means),
        "sixes": st.integers(1, 40),
        "only_from": st.integers(0, 2),
        "more": st.integers(0, 20),
        "leaves": st.booleans(),
    }
)


def test_what_was_held_is_captured_or_released_for_every_member(market: Market) -> None:
    members = shops(market, MEMBERS, money=MONEY)
    for member in members:
        open_line(market, member, MONEY)
    sku_id = market.goods(stock=20_000, multiple=6)

    @settings(max_examples=9, deadline=None)
    @given(
        acts=st.lists(behaviour, min_size=MEMBERS, max_size=MEMBERS),
        capacity=st.integers(40, 120),
        minimum=st.integers(2, 40),
        made=st.sampled_from(["", "arrives", "is late", "called off"]),
    )
    def each_time(acts: list[dict[str, Any]], capacity: int, minimum: int, made: str) -> None:
        offered = terms(
            market, [good(sku_id, capacity=6 * capacity)], minimum=6 * minimum, quantities=QUANTITIES,
            ready_by=market.at + timedelta(days=20) if made else None,
        )  # fmt: skip
        pool_id = offer_pool(market.by(market.supplier), draft_pool(market.by(market.supplier), offered))
        before = purses(market, members)
        for member, what in zip(members, acts, strict=True):
            behave(market, member, pool_id, sku_id, what)
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

    each_time()
    with market.as_system() as session:
        outcome = verify(session, also=CHECKS)
    assert outcome.is_sound, outcome.differences


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


def behave(market: Market, actor: Actor, pool_id: UUID, sku_id: UUID, what: dict[str, Any]) -> None:
    """Join as somebody might, ask for more, and perhaps leave; what cannot be paid is refused."""
    try:
        join(
            market, actor, pool_id, sku_id, 6 * what["sixes"], only_from=what["only_from"], means=what["means"]
        )  # fmt: skip
        raise_commitment(market.by(actor), pool_id, quantities={sku_id: 6 * (what["sixes"] + what["more"])})
        if what["leaves"]:
            withdraw_commitment(market.by(actor), pool_id)
    except (CreditRefused, LimitExceeded):
        pass
