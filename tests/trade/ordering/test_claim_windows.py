"""The time for claims of each line: frozen when it was ordered, and the order completes when the last of them is over."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.trade.looking import snapshot
from tests.trade.market import WINDOW_DAYS, Market
from tests.trade.rates.test_rates import approve, propose
from trade.catalogue.models import Category
from trade.claims.actions import submit_claim
from trade.claims.queries import claimable_lines
from trade.claims.rules import ClaimTerms, Reason, WindowClosed
from trade.kernel.actor import Actor
from trade.kernel.ids import new_id
from trade.ordering.actions import complete_orders, confirm_order, confirm_receipt
from trade.ordering.rules import OrderState, claims_end, last_claims_end
from trade.settlement.queries import money_lines

THEN = datetime(2026, 3, 2, 9, tzinfo=UTC)
TERMS = ClaimTerms(window_days=WINDOW_DAYS)


@pytest.mark.parametrize(
    ("hours", "usual_days", "after"),
    [(None, 7, 168), (48, 7, 48), (48, 1, 48), (240, 7, 240), (None, 0, 0), (48, 0, 0)],
)
def test_a_line_has_its_own_hours_or_the_usual_days(hours: int | None, usual_days: int, after: int) -> None:
    assert claims_end(THEN, hours, usual_days) == THEN + timedelta(hours=after)


@given(st.lists(st.none() | st.integers(1, 2160), min_size=1), st.integers(0, 90))
def test_an_order_waits_for_the_last_of_its_lines(lines: list[int | None], usual_days: int) -> None:
    longest = max((hours for hours in lines if hours is not None), default=None)
    last = last_claims_end(THEN, longest, usual_days, claims_usual=None in lines)
    assert last == max(claims_end(THEN, hours, usual_days) for hours in lines)


def delivered(market: Market, *categories: UUID) -> UUID:
    """Order 36 of new goods in each category, and let them arrive."""
    market.money(minor=100_000)
    order_id = market.order({market.goods(category_id=category): 36 for category in categories})[0]
    confirm_order(market.by(market.supplier), order_id)
    confirm_receipt(market.by(market.retailer), market.ship(order_id))
    return order_id


def complete(market: Market, usual_days: int = WINDOW_DAYS) -> int:
    return complete_orders(market.by(Actor.system()), claim_window_days=usual_days)


@pytest.fixture
def dry(market: Market) -> UUID:
    """A category of goods that keep, beside the market's own, which has 48 hours from tomorrow on."""
    category = Category(id=new_id(), slug="dry", name="Dry", name_zh="干货", position=2, commission_rate=Decimal(0))
    with market.as_system() as session:
        session.add(category)
        session.flush()
    approve(market, propose(market, "48"))
    return category.id


def test_fresh_goods_settle_after_48_hours_and_dry_ones_after_the_usual_days(market: Market, dry: UUID) -> None:
    before = delivered(market, market.category_id)
    market.later(days=1)
    fresh, kept = delivered(market, market.category_id), delivered(market, dry)
    both = delivered(market, market.category_id, dry)
    arrived = market.at
    assert [line.claim_hours for line in market.lines(both)] == [48, None]

    def states() -> list[str]:
        return [market.read_order(one).state for one in (before, fresh, kept, both)]

    done, waits = OrderState.COMPLETED, OrderState.DELIVERED
    market.at = arrived + timedelta(hours=48, microseconds=-1)
    assert complete(market) == 0
    market.later(microseconds=1)
    assert (complete(market), states()) == (1, [waits, done, waits, waits])
    market.settle()
    assert market.read_order(fresh).settled_at == market.at
    # What was ordered before keeps the usual days, and the mixed order waits for its last line.
    market.at = arrived + timedelta(days=6)
    assert (complete(market), states()) == (1, [done, done, waits, waits])
    with market.as_system() as session:
        waiting = [line.next_on for line in money_lines(session, market.supplier, claim_days=WINDOW_DAYS).rows[:3]]
    assert waiting == [arrived + timedelta(days=7)] * 3
    market.at = arrived + timedelta(days=7)
    assert (complete(market), states()) == (2, [done] * 4)


def test_no_usual_days_end_every_window_at_once(market: Market, dry: UUID) -> None:
    market.later(days=1)
    delivered(market, market.category_id, dry)
    assert complete(market, usual_days=0) == 1


def test_a_line_is_claimed_within_its_own_time(market: Market, dry: UUID) -> None:
    market.later(days=1)
    order_id = delivered(market, market.category_id, dry)
    fresh, kept = (line.id for line in market.lines(order_id))
    arrived = market.at

    def claim(*lines: UUID) -> None:
        quantities = dict.fromkeys(lines, 1)
        submit_claim(
            market.by(market.retailer),
            order_id,
            quantities=quantities,
            reason=Reason.QUALITY,
            words="Soft",
            terms=TERMS,
        )

    def left() -> list[tuple[UUID, datetime]]:
        with market.as_system() as session:
            found = claimable_lines(session, market.retailer, order_id, market.at, TERMS)
            return [(line.order_line_id, line.until) for line in found]

    in_time = [(fresh, arrived + timedelta(hours=48)), (kept, arrived + timedelta(days=7))]
    market.at = arrived + timedelta(hours=48, microseconds=-1)
    assert left() == in_time
    claim(fresh)
    market.later(microseconds=1)
    assert left() == in_time[1:]
    with market.refuses(WindowClosed, until=arrived + timedelta(hours=48)):
        claim(fresh, kept)
    claim(kept)
    market.at = arrived + timedelta(days=7)
    before = snapshot(market.session)
    with market.refuses(WindowClosed, until=arrived + timedelta(days=7)):
        claim(kept)
    assert snapshot(market.session) == before
