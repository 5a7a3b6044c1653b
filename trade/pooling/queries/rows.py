"""Pools as lists and pages show them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.orm import Session

from trade.catalogue.models import SKU, Product
from trade.catalogue.queries import specified
from trade.parties.models import Organisation
from trade.pooling.models import Pool, PoolGood
from trade.pooling.rules import Demand, PoolState, Standing, standing
from trade.pricing.rules import Ladder, Step


class Phase(StrEnum):
    """Where a pool is in its life at an instant: its state, and for an open one its window."""

    DRAFT = "draft"
    PROPOSED = "proposed"
    DECLINED = "declined"
    COMING = "coming"
    OPEN = "open"
    DUE = "due"
    MAKING = "making"
    CLOSED = "closed"
    FAILED = "failed"
    CANCELLED = "cancelled"


def phase_of(state: str, opens_at: datetime, closes_at: datetime, at: datetime) -> Phase:
    """Tell the phase; an open pool whose time is over is due until somebody closes it."""
    if state != PoolState.OPEN:
        return Phase(state)
    if at < opens_at:
        return Phase.COMING
    return Phase.OPEN if at < closes_at else Phase.DUE


@dataclass(frozen=True)
class PoolRow:
    """A pool in a list. Its window is told in ``time_zone``, the seller's."""

    id: UUID
    reference: str
    share_code: str
    title: str
    note: str
    state: PoolState
    phase: Phase
    seller_id: UUID
    seller_name: str
    currency: str
    regions: Sequence[str]
    time_zone: str
    opens_at: datetime
    closes_at: datetime
    withdraw_until: datetime
    ready_by: datetime | None
    first_closes_at: datetime | None
    quantities: Sequence[int]
    minimum: int
    members: int
    version: int
    requested: Sequence[int]
    decided_step: int | None
    decided_total: int | None
    ended_because: str
    reason: str
    proposed_because: dict[str, Any]
    decided_at: datetime | None
    finished_at: datetime | None
    goods: Sequence[PoolGoodRow]

    @property
    def demand(self) -> Demand:
        """What is asked for, by good and step."""
        return Demand.read(self.requested, [good.capacity for good in self.goods])

    @cached_property
    def standing(self) -> Standing:
        """How it stands: as if it closed now, or, of a closed one, as it was decided."""
        return standing(self.quantities, self.minimum, self.demand, min(good.multiple for good in self.goods))

    @property
    def step(self) -> int:
        """The step that is reached, or that was paid."""
        return self.standing.step if self.decided_step is None else self.decided_step

    @property
    def total(self) -> int:
        """What counts now, or counted at the close, in base units."""
        return self.standing.total if self.decided_total is None else self.decided_total

    @property
    def capacity(self) -> int:
        """What can be bought at the most."""
        return sum(good.capacity for good in self.goods)

    @property
    def is_combination(self) -> bool:
        """Whether several SKUs are counted together."""
        return len(self.goods) > 1

    @property
    def was_extended(self) -> bool:
        """Whether it closes later than it was first offered to."""
        return self.first_closes_at is not None

    def can_withdraw(self, at: datetime) -> bool:
        """Whether a member may still leave."""
        return self.phase is Phase.OPEN and at < self.withdraw_until


@dataclass(frozen=True)
class PoolGoodRow:
    """A SKU in a pool. ``demand``, ``supply``, ``odd`` and ``allotted`` (to all together) are of the close: empty before."""

    sku_id: UUID
    code: str
    name: str
    name_zh: str
    unit: str
    pack_size: int
    picture: str
    unit_prices: Sequence[Decimal]
    capacity: int
    multiple: int
    member_minimum: int
    demand: int | None
    supply: int | None
    odd: int | None
    allotted: int | None

    def ladder(self, quantities: Sequence[int], currency: str) -> Ladder:
        """Its steps as a ladder, for the meter."""
        steps = (Step(quantity, price) for quantity, price in zip(quantities, self.unit_prices, strict=True))
        return Ladder(tuple(steps), currency)


_GOODS: Final = (
    select(
        func.jsonb_agg(aggregate_order_by(
            func.jsonb_build_array(
                PoolGood.sku_id, SKU.code, specified(Product.name), specified(Product.name_zh), SKU.unit, SKU.pack_size,
                Product.picture, func.to_jsonb(func.array_to_string(PoolGood.unit_prices, " ")), PoolGood.capacity,
                PoolGood.multiple, PoolGood.member_minimum, PoolGood.demand, PoolGood.supply, PoolGood.odd,
                PoolGood.allotted,
            ),
            PoolGood.position,
        ))
    )
    .join(SKU, SKU.id == PoolGood.sku_id)
    .join(Product, Product.id == SKU.product_id)
    .where(PoolGood.pool_id == Pool.id)
    .correlate(Pool)
    .scalar_subquery()
)  # fmt: skip


def pool_rows(session: Session, statement: Select[Any], at: datetime) -> list[PoolRow]:
    """Read what :func:`pools_statement` selects, filtered and ordered by whoever asks: one statement."""
    return [_row(pool, name, goods, at) for pool, name, goods in session.execute(statement)]


def pools_statement() -> Select[Any]:
    """Select pools with their seller's name and their goods."""
    statement = select(Pool, Organisation.name, _GOODS).join(Organisation, Organisation.id == Pool.seller_id)
    return statement.execution_options(populate_existing=True)


def _row(pool: Pool, seller_name: str, goods: Sequence[Sequence[Any]], at: datetime) -> PoolRow:
    return PoolRow(
        id=pool.id,
        reference=pool.reference,
        share_code=pool.share_code,
        title=pool.title,
        note=pool.note,
        state=PoolState(pool.state),
        phase=phase_of(pool.state, pool.opens_at, pool.closes_at, at),
        seller_id=pool.seller_id,
        seller_name=seller_name,
        currency=pool.currency,
        regions=tuple(pool.regions),
        time_zone=pool.time_zone,
        opens_at=pool.opens_at,
        closes_at=pool.closes_at,
        withdraw_until=pool.withdraw_until,
        ready_by=pool.ready_by,
        first_closes_at=pool.first_closes_at,
        quantities=tuple(pool.quantities),
        minimum=pool.minimum,
        members=pool.members,
        version=pool.version,
        requested=tuple(pool.requested),
        decided_step=pool.step,
        decided_total=pool.total,
        ended_because=pool.ended_because,
        reason=pool.reason,
        proposed_because=pool.proposed_because,
        decided_at=pool.decided_at,
        finished_at=pool.finished_at,
        goods=tuple(_good(*good) for good in goods),
    )


def _good(sku_id: str, code: str, name: str, name_zh: str, unit: str, pack: int, picture: str, prices: str,
          *figures: Any) -> PoolGoodRow:  # fmt: skip
    unit_prices = tuple(Decimal(price) for price in prices.split())
    return PoolGoodRow(UUID(sku_id), code, name, name_zh, unit, pack, picture, unit_prices, *figures)
