"""One pool as its page shows it: to its seller, to a member, to whoever was sent its link."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import bindparam, func, select, text
from sqlalchemy.orm import Session

from trade.kernel import prepared
from trade.kernel.actor import Actor
from trade.kernel.errors import NotFound
from trade.kernel.money import Money
from trade.ordering.offers import offers_of, together
from trade.pooling.models import Pool, PoolGood
from trade.pooling.queries.commitments import CommitmentRow
from trade.pooling.queries.rows import Phase, PoolRow, phase_of, pool_rows, pools_statement
from trade.pooling.rules import Demand, PoolState, Standing, amount_of, standing


def pool_detail(session: Session, actor: Actor, pool_id: UUID, at: datetime) -> PoolRow:
    """A pool that the actor may see: its own, one of its regions, one it is in; ``NotFound`` for every other."""
    statement = pools_statement().where(Pool.id == pool_id)
    if actor.organisation_id is not None:
        statement = statement.where((Pool.seller_id == actor.organisation_id) | Pool.offered_at.is_not(None))
    rows = pool_rows(session, statement, at)
    if not rows:
        raise NotFound("pool", pool_id)
    return rows[0]


@dataclass(frozen=True, slots=True)
class Progress:
    """What the live part of a page shows. ``version`` changes whenever any of it does, but for the time itself."""

    version: int
    phase: Phase
    closes_at: datetime
    members: int
    quantities: Sequence[int]
    standing: Standing


_PROGRESS: Final = select(
    Pool.version, Pool.state, Pool.opens_at, Pool.closes_at, Pool.members, Pool.quantities, Pool.minimum, Pool.requested,
    select(func.array_agg(PoolGood.capacity)).where(PoolGood.pool_id == Pool.id).correlate(Pool).scalar_subquery(),
    select(func.min(PoolGood.multiple)).where(PoolGood.pool_id == Pool.id).correlate(Pool).scalar_subquery(),
).where(Pool.id == bindparam("pool_id"))  # fmt: skip


def progress(session: Session, pool_id: UUID, at: datetime) -> Progress:
    """How a pool stands now: one short statement, whatever its size; ``NotFound`` for one the actor does not see."""
    row = prepared.run(session, _PROGRESS, {"pool_id": pool_id}).one_or_none()
    if row is None:
        raise NotFound("pool", pool_id)
    version, state, opens_at, closes_at, members, quantities, minimum, requested, capacities, multiple = row
    stands = standing(quantities, minimum, Demand.read(requested, capacities), multiple)
    return Progress(version, phase_of(state, opens_at, closes_at, at), closes_at, members, quantities, stands)


@dataclass(frozen=True, slots=True)
class Saving:
    """What quantities cost in a pool once they are asked for, and what they would cost the actor alone today.

    ``reaches``: that the price insisted on is reached with them; ``succeeds``: that the minimum is.
    ``alone`` is empty where one of the goods is not sold alone in that quantity, or at all.
    """

    pooled: Money
    ceiling: Money
    alone: Money | None
    reaches: bool
    succeeds: bool

    @property
    def saved(self) -> Money | None:
        """What buying together saves; nothing where it saves nothing."""
        if self.alone is None:
            return None
        return self.alone - self.pooled if self.pooled < self.alone else Money.zero(self.pooled.currency)


def saving(
    session: Session,
    actor: Actor,
    pool: PoolRow,
    quantities: Mapping[UUID, int],
    at: datetime,
    *,
    own: CommitmentRow | None = None,
    only_from: int = 0,
) -> Saving:
    """Compare buying in a pool with buying alone today: at the step that it has reached when these quantities are counted.

    They take the place of the actor's ``own`` commitment. Where the step insisted on is not reached by then, it is that one.
    """
    demand = pool.demand
    if own is not None:
        asked = {line.sku_id: line.quantity for line in own.lines}
        demand = demand.with_more([-asked.get(good.sku_id, 0) for good in pool.goods], own.only_from)
    demand = demand.with_more([quantities.get(good.sku_id, 0) for good in pool.goods], only_from)
    stands = standing(pool.quantities, pool.minimum, demand)
    return Saving(
        pooled=_amount(pool, quantities, max(stands.step, only_from)),
        ceiling=_amount(pool, quantities, only_from),
        alone=_alone(session, actor, quantities, at),
        reaches=stands.step >= only_from,
        succeeds=stands.succeeds,
    )


def _amount(pool: PoolRow, quantities: Mapping[UUID, int], step: int) -> Money:
    prices = {good.sku_id: good.unit_prices[step] for good in pool.goods}
    lines = [(quantity, prices[sku_id]) for sku_id, quantity in quantities.items()]
    return amount_of(lines, pool.currency)


def _alone(session: Session, actor: Actor, quantities: Mapping[UUID, int], at: datetime) -> Money | None:
    offers = offers_of(session, actor, list(quantities), at)
    if set(offers) != set(quantities) or not all(offer.is_for_sale for offer in offers.values()):
        return None
    # A shop that wants less than the order minimum of a SKU cannot buy it alone.
    if not all(quantity >= offers[sku_id].rule.minimum for sku_id, quantity in quantities.items()):
        return None
    amounts = [offer.price(quantities[sku_id]).amount for sku_id, offer in together(offers, quantities).items()]
    return Money.sum(amounts, amounts[0].currency) if amounts else None


@dataclass(frozen=True, slots=True)
class SharedPool:
    """What anybody sees who opens a pool's link: goods and progress; no price, no member."""

    id: UUID
    reference: str
    title: str
    phase: Phase
    seller_name: str
    regions: Sequence[str]
    time_zone: str
    opens_at: datetime
    closes_at: datetime
    quantities: Sequence[int]
    minimum: int
    standing: Standing
    sku_ids: Sequence[UUID]
    members: int
    version: int


_SHARED: Final = text("SELECT * FROM pooling_shared(:code)")


def shared_pool(session: Session, code: str, at: datetime) -> SharedPool:
    """The pool behind a link; ``NotFound`` for a code that is none's, or of a pool never offered."""
    found: Any = session.execute(_SHARED, {"code": code}).one_or_none()
    if found is None:
        raise NotFound("pool", code)
    demand = Demand.read(found.requested, found.capacities)
    return SharedPool(
        id=found.id,
        reference=found.reference,
        title=found.title,
        phase=phase_of(PoolState(found.state), found.opens_at, found.closes_at, at),
        seller_name=found.seller_name,
        regions=tuple(found.regions),
        time_zone=found.time_zone,
        opens_at=found.opens_at,
        closes_at=found.closes_at,
        quantities=tuple(found.quantities),
        minimum=found.minimum,
        standing=standing(found.quantities, found.minimum, demand, min(found.multiples)),
        sku_ids=tuple(found.sku_ids),
        members=found.members,
        version=found.version,
    )
