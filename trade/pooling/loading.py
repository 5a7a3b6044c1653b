"""Loading pools: through their seller, who changes them, or as a buyer meets them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cached_property
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, and_, bindparam, exists, func, literal_column, select
from sqlalchemy.orm import Session, aliased

from trade.catalogue.models import SKU, Product
from trade.kernel import prepared
from trade.kernel.actor import Actor, Scope
from trade.kernel.errors import NotFound
from trade.kernel.locks import lock_unreferred
from trade.kernel.money import Money
from trade.kernel.work import Work
from trade.parties.models import Organisation
from trade.parties.rules import OrganisationState
from trade.pooling.models import Commitment, CommitmentLine, Pool, PoolGood
from trade.pooling.rules import PooledGood, PoolHeldBack, PoolNotOpen, PoolState, Terms, amount_of


def sold_by(actor: Actor) -> ColumnElement[bool]:
    """Pools that the actor's organisation offers."""
    return Pool.seller_id == actor.organisation


def is_missed(at: datetime) -> ColumnElement[bool]:
    """Pools of goods made to order that nobody has said to be there by their day."""
    return and_(Pool.state == PoolState.MAKING, Pool.ready_by <= at)


def gets_some() -> ColumnElement[bool]:
    """Commitments that have got anything at the close."""
    got = exists().where(CommitmentLine.commitment_id == Commitment.id, CommitmentLine.whole + CommitmentLine.odd > 0)
    return got.correlate(Commitment)


def lock_pool(work: Work, pool_id: UUID) -> Pool:
    """Lock a pool of the actor's, or any for the system; ``NotFound`` for a stranger's."""
    statement = select(Pool).where(Pool.id == pool_id)
    if work.actor.scope is not Scope.SYSTEM:
        statement = statement.where(sold_by(work.actor))
    pool = lock_unreferred(work.session, statement)
    if pool is None:
        raise NotFound("pool", pool_id)
    return pool


def goods_of(session: Session, pool_id: UUID) -> list[PoolGood]:
    """The goods of a pool, in their order."""
    statement = select(PoolGood).where(PoolGood.pool_id == pool_id).order_by(PoolGood.position)
    return list(session.scalars(statement.execution_options(populate_existing=True)))


def terms_of(pool: Pool, goods: Sequence[PoolGood]) -> Terms:
    """A pool as its seller wrote it."""
    pooled = tuple(
        PooledGood(good.sku_id, tuple(good.unit_prices), good.capacity, good.multiple, good.member_minimum)
        for good in goods
    )
    return Terms(
        pool.title, tuple(pool.regions), pool.opens_at, pool.closes_at, pool.withdraw_until, pool.minimum,
        tuple(pool.quantities), pooled, pool.note, pool.ready_by,
    )  # fmt: skip


def tell(work: Work, pool: Pool, verb: str, before: str, **more: Any) -> None:
    """Record an event of a pool, which its seller may read."""
    pool.changed_at = work.at
    pool.version += 1
    after = {"state": pool.state, **more}
    work.record(verb, "pool", pool.id, parties=(pool.seller_id,), before={"state": before}, after=after)


@dataclass(frozen=True, slots=True)
class OfferedGood:
    """A SKU in a pool as a buyer meets it."""

    sku_id: UUID
    unit_prices: Sequence[Decimal]
    capacity: int
    multiple: int
    member_minimum: int

    def admits(self, quantity: int) -> bool:
        """Whether a commitment may be so much of it."""
        return quantity >= self.member_minimum and quantity % self.multiple == 0


@dataclass(frozen=True)
class OfferedPool:
    """A pool as a buyer meets it, with the commitment that the buyer has in it already, if any.

    Its terms are frozen once it was joined, so from then on they need no lock.
    """

    id: UUID
    reference: str
    state: str
    seller_id: UUID
    seller_trades: bool
    currency: str
    regions: Sequence[str]
    opens_at: datetime
    closes_at: datetime
    withdraw_until: datetime
    ready_by: datetime | None
    quantities: Sequence[int]
    minimum: int
    joins: int
    own_id: UUID | None
    held_back_at: datetime | None
    goods: tuple[OfferedGood, ...]

    @cached_property
    def places(self) -> Mapping[UUID, int]:
        """Where each SKU stands among the goods, and in the counters."""
        return {good.sku_id: place for place, good in enumerate(self.goods)}

    def refusal(self) -> PoolNotOpen:
        """What is said where it takes no commitments."""
        return PoolNotOpen(self.id, self.opens_at, self.closes_at)

    def require_open(self, at: datetime) -> None:
        """Raise ``PoolNotOpen`` outside its window, ``PoolHeldBack`` where its goods must not be sold.

        Counting decides again, under the lock.
        """
        if self.state == PoolState.OPEN and self.held_back_at is not None:
            raise PoolHeldBack(self.held_back_at)
        if self.state != PoolState.OPEN or not self.seller_trades or not self.opens_at <= at < self.closes_at:
            raise self.refusal()

    def has_terms_of(self, other: OfferedPool) -> bool:
        """Whether what a member agrees to is the same in both: the steps, the minimum, the regions, the goods, their day."""
        mine = (self.quantities, self.minimum, self.regions, self.goods, self.ready_by)
        return mine == (other.quantities, other.minimum, other.regions, other.goods, other.ready_by)

    def price(self, sku_id: UUID, step: int) -> Decimal:
        """What a unit costs at a step."""
        return self.goods[self.places[sku_id]].unit_prices[step]

    def ceiling(self, quantities: Mapping[UUID, int], only_from: int) -> Money:
        """The most that a commitment can cost: what is held for it."""
        lines = [(quantity, self.price(sku_id, only_from)) for sku_id, quantity in quantities.items()]
        return amount_of(lines, self.currency)

    def change(self, quantities: Mapping[UUID, int], only_from: int, sign: int = 1) -> list[int]:
        """What a commitment adds to the counters."""
        steps = len(self.quantities)
        counted = [0] * (steps * len(self.goods))
        for sku_id, quantity in quantities.items():
            counted[self.places[sku_id] * steps + only_from] += sign * quantity
        return counted


_ITS_GOOD = aliased(PoolGood, name="its_good")
_HELD_BACK_AT: Final = (
    select(func.min(Product.held_back_at))
    .join(SKU, SKU.product_id == Product.id)
    .join(_ITS_GOOD, _ITS_GOOD.sku_id == SKU.id)
    .where(_ITS_GOOD.pool_id == Pool.id)
    .correlate(Pool)
    .scalar_subquery()
)
_OFFERED: Final = (
    select(
        Pool.id, Pool.reference, Pool.state, Pool.seller_id, Organisation.state == OrganisationState.ADMITTED,
        Pool.currency, Pool.regions, Pool.opens_at, Pool.closes_at, Pool.withdraw_until, Pool.ready_by, Pool.quantities,
        Pool.minimum, Pool.joins,
        select(Commitment.id)
        .where(
            Commitment.pool_id == Pool.id, Commitment.buyer_id == bindparam("buyer_id"),
            Commitment.state != literal_column("'withdrawn'"),  # as the index has it
        )
        .scalar_subquery(),
        _HELD_BACK_AT,
        PoolGood.sku_id, PoolGood.unit_prices, PoolGood.capacity, PoolGood.multiple, PoolGood.member_minimum,
    )
    .join(PoolGood, PoolGood.pool_id == Pool.id)
    .join(Organisation, Organisation.id == Pool.seller_id)
    .where(
        Pool.id == bindparam("pool_id"), Pool.offered_at.is_not(None), Pool.seller_id != bindparam("buyer_id")
    )
    .order_by(PoolGood.position)
)  # fmt: skip
_OWN_COLUMNS: Final = 16


def offered_pool(work: Work, pool_id: UUID) -> OfferedPool:
    """A pool that the actor's organisation may join, in one statement; ``NotFound`` for what it does not see."""
    values = {"pool_id": pool_id, "buyer_id": work.actor.organisation}
    rows = prepared.run(work.session, _OFFERED, values).all()
    if not rows:
        raise NotFound("pool", pool_id)
    goods = tuple(OfferedGood(*row[_OWN_COLUMNS:]) for row in rows)
    return OfferedPool(*(*rows[0][:_OWN_COLUMNS], goods))
