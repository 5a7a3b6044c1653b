"""What a seller offers in a pool, and what is wrong with an offer before it is made."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from trade.kernel.quantities import QUANTITY_MAX
from trade.pooling.rules.standing import steps_rise
from trade.stock.rules import DELIVERY_DAYS

GOODS_MAX: Final = 12
STEPS_MAX: Final = 8
REGIONS_MAX: Final = 20
TITLE_MAX: Final = 120
NOTE_MAX: Final = 1000
CAPACITY_MAX: Final = 100_000_000
PRICE_MAX: Final = Decimal(1_000_000_000)
GRAIN: Final = Decimal("0.000001")
WINDOW_MAX: Final = timedelta(days=60)
WINDOW_MIN: Final = timedelta(minutes=10)
AHEAD_MAX: Final = timedelta(days=90)
EXTENSION_MAX: Final = timedelta(days=14)
MAKING_MAX: Final = timedelta(days=90)
"""So long after the close members' money may wait for goods that are made to order."""


@dataclass(frozen=True, slots=True)
class PooledGood:
    """A SKU in a pool: its price at each step of the pool, and quantities in its base unit.

    ``multiple`` is what commitments grow by and shares are made of; ``member_minimum`` the least a member takes.
    """

    sku_id: UUID
    unit_prices: tuple[Decimal, ...]
    capacity: int
    multiple: int
    member_minimum: int


@dataclass(frozen=True, slots=True)
class Terms:
    """A pool as its seller writes it. ``quantities`` are where its steps begin, counting all its goods together.

    The window is half-open. Several goods are a category combination: one ladder counts them, each has prices of its own.
    With ``ready_by`` they are made to order: the seller says before that instant that they are there, or nobody orders.
    """

    title: str
    regions: tuple[str, ...]
    opens_at: datetime
    closes_at: datetime
    withdraw_until: datetime
    minimum: int
    quantities: tuple[int, ...]
    goods: tuple[PooledGood, ...]
    note: str = ""
    ready_by: datetime | None = None

    @property
    def capacity(self) -> int:
        """What can be bought at the most."""
        return sum(good.capacity for good in self.goods)

    def beginning_at(self, at: datetime) -> Terms:
        """The same offer with its whole window moved to begin at ``at``."""
        by = at - self.opens_at
        ready_by = self.ready_by + by if self.ready_by else None
        closes_at, withdraw_until = self.closes_at + by, self.withdraw_until + by
        return replace(self, opens_at=at, closes_at=closes_at, withdraw_until=withdraw_until, ready_by=ready_by)

    def shortened(self, by: timedelta) -> Terms:
        """The same offer with the end of its window, and of withdrawing, so much earlier."""
        until = max(self.opens_at, self.withdraw_until - by)
        return replace(self, closes_at=self.closes_at - by, withdraw_until=until)


def opens_near(opens_at: datetime, at: datetime) -> bool:
    """Whether a pool may be meant to begin then: not long ago, and not too far ahead."""
    return at - WINDOW_MAX <= opens_at <= at + AHEAD_MAX


def made_in_time(ready_by: datetime, closes_at: datetime) -> bool:
    """Whether goods made to order are promised for after the close, and not too long after it."""
    return closes_at < ready_by <= closes_at + MAKING_MAX


def delivered_from(ordered_at: datetime, time_zone: str, lead_days: int) -> date:
    """The first day on which goods ordered then can be with its members: they must keep until then."""
    return ordered_at.astimezone(ZoneInfo(time_zone)).date() + timedelta(days=max(lead_days, DELIVERY_DAYS))


def problems_of(terms: Terms, multiples: Mapping[UUID, int], at: datetime) -> list[tuple[str, str]]:
    """What is wrong with an offer, as (field, code of the sentence). ``multiples`` are the SKUs' own order multiples.

    Fields of a good end with its place: ``capacity_0``; those of a price with the step's as well: ``price_0_1``.
    """
    found = [*_words(terms), *_window(terms, at), *_ladder(terms)]
    if not 0 < len(terms.goods) <= GOODS_MAX or len({good.sku_id for good in terms.goods}) < len(terms.goods):
        found.append(("goods", "pool_goods"))
    for place, good in enumerate(terms.goods):
        found += [(f"{field}_{place}", code) for field, code in _good(good, multiples.get(good.sku_id, 1))]
        found += [(f"price_{place}_{step}", code) for step, code in _prices(good.unit_prices, len(terms.quantities))]
    return found


def _words(terms: Terms) -> Iterator[tuple[str, str]]:
    if not 0 < len(terms.title.strip()) <= TITLE_MAX:
        yield "title", "required"
    if len(terms.note) > NOTE_MAX:
        yield "note", "pool_note"
    if not 0 < len(terms.regions) <= REGIONS_MAX or len(set(terms.regions)) < len(terms.regions):
        yield "regions", "pool_regions"


def _window(terms: Terms, at: datetime) -> Iterator[tuple[str, str]]:
    if not opens_near(terms.opens_at, at):
        yield "opens_at", "pool_opens"
    length = terms.closes_at - max(terms.opens_at, at)
    if not WINDOW_MIN <= length <= WINDOW_MAX:
        yield "closes_at", "pool_closes"
    if not terms.opens_at <= terms.withdraw_until <= terms.closes_at:
        yield "withdraw_until", "pool_withdraw_until"
    if terms.ready_by is not None and not made_in_time(terms.ready_by, terms.closes_at):
        yield "ready_by", "pool_ready_by"


def _ladder(terms: Terms) -> Iterator[tuple[str, str]]:
    if not 0 < len(terms.quantities) <= STEPS_MAX or not steps_rise(terms.quantities):
        yield "quantities", "pool_steps"
        return
    if not terms.quantities[0] <= terms.minimum <= terms.capacity:
        yield "minimum", "pool_minimum"
    if terms.quantities[-1] > terms.capacity:
        yield "quantities", "pool_steps_capacity"


def _good(good: PooledGood, own_multiple: int) -> Iterator[tuple[str, str]]:
    if good.multiple <= 0 or good.multiple % own_multiple:
        yield "multiple", "pool_multiple"
        return
    if not 0 < good.member_minimum <= QUANTITY_MAX or good.member_minimum % good.multiple:
        yield "member_minimum", "pool_member_minimum"
    if not good.member_minimum <= good.capacity <= CAPACITY_MAX or good.capacity % good.multiple:
        yield "capacity", "pool_capacity"


def _prices(prices: Sequence[Decimal], steps: int) -> Iterator[tuple[int, str]]:
    if len(prices) != steps:
        yield 0, "pool_prices"
        return
    for step, price in enumerate(prices):
        if not price.is_finite() or not 0 < price <= PRICE_MAX or price % GRAIN:
            yield step, "unknown_price"
            return
    for step, (before, price) in enumerate(pairwise(prices), 1):
        if price >= before:
            yield step, "pool_price_falls"
