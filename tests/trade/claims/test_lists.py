"""Lists of claims: the clock that runs out first is first, page by page, and each party has its own."""

from __future__ import annotations

from uuid import UUID

import pytest

from tests.trade.claims.claimed import claim, delivered
from tests.trade.market import Market
from trade.claims.actions import accept_claim, advance_claim, reject_claim
from trade.claims.queries import claim_states, claims_of
from trade.claims.rules import ClaimState
from trade.kernel.actor import Actor
from trade.kernel.work import bind_actor


@pytest.fixture
def claims(market: Market) -> dict[str, UUID]:
    """One claim of each turn, made an hour apart: late first where money is due, then what waits for an answer, then the closed."""
    order_id, made = delivered(market), {}
    for name in ("settled", "rejected", "paid first", "paid second", "due first", "due second"):
        made[name] = claim(market, order_id, 1)
        market.later(hours=1)
    accept_claim(market.by(market.supplier), made["settled"])
    market.later(hours=1)
    reject_claim(market.by(market.support), made["rejected"], answer="No.")
    for name in ("paid second", "paid first"):
        advance_claim(market.by(market.support), made[name])
    return made


ORDER = ["due first", "due second", "paid first", "paid second", "rejected", "settled"]


def pages(market: Market, who: Actor, limit: int, **asked: ClaimState) -> list[list[UUID]]:
    bind_actor(market.session, who)
    found, cursor = [], None
    while True:
        page = claims_of(market.session, who, cursor=cursor, limit=limit, **asked)
        found.append([row.id for row in page.rows])
        cursor = page.next_cursor
        if cursor is None:
            return found


@pytest.mark.parametrize("limit", [1, 4, 6, 100])
def test_what_runs_out_first_is_first_and_no_claim_is_lost_between_pages(
    market: Market, claims: dict[str, UUID], limit: int
) -> None:
    for who in (market.retailer, market.supplier, market.support):
        found = pages(market, who, limit)
        assert [claim_id for page in found for claim_id in page] == [claims[name] for name in ORDER]
        assert max(map(len, found)) <= limit
    assert pages(market, market.rival, limit) == [[]]


def test_claims_of_one_state_are_counted_as_they_are_listed(market: Market, claims: dict[str, UUID]) -> None:
    bind_actor(market.session, market.supplier)
    counts = claim_states(market.session, market.supplier)
    assert counts == {ClaimState.ASKED: 4, ClaimState.SETTLED: 1, ClaimState.REJECTED: 1}
    for state, count in counts.items():
        assert len(pages(market, market.supplier, 100, state=state)[0]) == count
    assert pages(market, market.supplier, 100, state=ClaimState.REJECTED) == [[claims["rejected"]]]


@pytest.mark.parametrize("cursor", ["x", "WzEsMl0", "WzEsMiwieCJd"])
def test_a_forged_place_begins_the_list_anew(market: Market, claims: dict[str, UUID], cursor: str) -> None:
    bind_actor(market.session, market.support)
    assert claims_of(market.session, market.support, cursor=cursor).rows[0].id == claims["due first"]
