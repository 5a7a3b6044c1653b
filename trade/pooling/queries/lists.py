"""Pools by whom they are for: buyers of a region, their members, their seller, the jobs."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import Interval, and_, exists, func, literal, literal_column, or_, select
from sqlalchemy.orm import Session

from trade.catalogue.models import SKU, Product
from trade.catalogue.rules import HELD_BACK
from trade.kernel.actor import Actor
from trade.kernel.paging import PAGE_ROWS_MAX
from trade.parties.models import Organisation
from trade.parties.rules import OrganisationState, SuspendedFor
from trade.pooling.loading import gets_some, is_missed, sold_by
from trade.pooling.models import Commitment, Pool, PoolGood
from trade.pooling.queries.rows import PoolRow, pool_rows, pools_statement
from trade.pooling.rules import CommitmentState, PoolState

JOB_BATCH: Final = 200
SOON: Final = timedelta(hours=24)
"""So long before a pool closes that is told; in the last third of its window where that is shorter."""


_A_THIRD: Final = literal_column("(pools.closes_at - pools.opens_at) / 3", Interval())


def open_pools(session: Session, actor: Actor, at: datetime) -> list[PoolRow]:
    """Pools of the actor's regions that take commitments or soon will, those that close first before the rest."""
    statement = (
        pools_statement()
        .where(
            Pool.state == PoolState.OPEN,
            Pool.closes_at > at,
            Pool.seller_id != actor.organisation,
            Organisation.state == OrganisationState.ADMITTED,
        )
        .order_by(Pool.opens_at > at, Pool.closes_at, Pool.id)
        .limit(PAGE_ROWS_MAX)
    )
    return pool_rows(session, statement, at)


def joined_pools(session: Session, actor: Actor, at: datetime) -> list[PoolRow]:
    """Pools that the actor's organisation is or was in, the newest first; one it has left is not among them."""
    own = and_(
        Commitment.pool_id == Pool.id,
        Commitment.buyer_id == actor.organisation,
        Commitment.state != CommitmentState.WITHDRAWN,
    )
    statement = pools_statement().join(Commitment, own).order_by(Pool.closes_at.desc(), Pool.id).limit(PAGE_ROWS_MAX)
    return pool_rows(session, statement, at)


def seller_pools(session: Session, actor: Actor, at: datetime, *, states: Collection[PoolState] = ()) -> list[PoolRow]:
    """The actor's own pools, the newest first; proposals of the platform among them."""
    statement = pools_statement().where(sold_by(actor))
    if states:
        statement = statement.where(Pool.state.in_(states))
    return pool_rows(session, statement.order_by(Pool.created_at.desc(), Pool.id).limit(PAGE_ROWS_MAX), at)


def all_pools(session: Session, at: datetime, *, states: Collection[PoolState]) -> list[PoolRow]:
    """Everybody's pools in these states, the newest first; for the platform, whose people see all of them."""
    statement = pools_statement().where(Pool.state.in_(states)).order_by(Pool.created_at.desc(), Pool.id)
    return pool_rows(session, statement.limit(PAGE_ROWS_MAX), at)


def find_pool(session: Session, reference: str) -> UUID | None:
    """The pool that people mean by ``PL-7GQ2-K81``; ``None`` for one that the actor does not see."""
    return session.scalar(select(Pool.id).where(Pool.reference == reference.strip().upper()))


def due_pools(session: Session, at: datetime) -> Sequence[UUID]:
    """Open pools whose time is over, the longest over first."""
    due = select(Pool.id).where(Pool.state == PoolState.OPEN, Pool.closes_at <= at).order_by(Pool.closes_at)
    return session.scalars(due.limit(JOB_BATCH)).all()


def missed_pools(session: Session, at: datetime) -> Sequence[UUID]:
    """Pools whose goods were to be made and are not there by their day, the longest over first."""
    return session.scalars(select(Pool.id).where(is_missed(at)).order_by(Pool.ready_by).limit(JOB_BATCH)).all()


def dead_pools(session: Session) -> Sequence[UUID]:
    """Open pools of which a good must not be sold, or whose seller was taken off the market."""
    held = (
        select(PoolGood.pool_id)
        .join(SKU, SKU.id == PoolGood.sku_id)
        .join(Product, Product.id == SKU.product_id)
        .where(Product.state == HELD_BACK)
    )
    delisted = select(Organisation.id).where(Organisation.suspended_for == SuspendedFor.DELISTED)
    dead = or_(Pool.id.in_(held), Pool.seller_id.in_(delisted))
    return session.scalars(select(Pool.id).where(Pool.state == PoolState.OPEN, dead).limit(JOB_BATCH)).all()


def unfinished_pools(session: Session) -> Sequence[UUID]:
    """Decided pools of which some commitment is not resolved that waits for nothing."""
    for_nothing = exists().where(Commitment.pool_id == Pool.id, Commitment.state == CommitmentState.OPEN, ~gets_some())
    waiting = select(Pool.id).where(
        Pool.decided_at.is_not(None), Pool.finished_at.is_(None), or_(Pool.state != PoolState.MAKING, for_nothing)
    )
    return session.scalars(waiting.order_by(Pool.decided_at).limit(JOB_BATCH)).all()


@dataclass(frozen=True, slots=True)
class MemberToTell:
    """A member of a pool, for whoever notifies."""

    commitment_id: UUID
    buyer_id: UUID
    person_id: UUID
    only_from: int


def members_to_tell(session: Session, pool_id: UUID, *, getting_some: bool = False) -> Sequence[MemberToTell]:
    """Everybody who is bound to a pool, or all who got some at its close, seen as the system: nobody else may know them."""
    statement = (
        select(Commitment.id, Commitment.buyer_id, Commitment.person_id, Commitment.only_from)
        .where(Commitment.pool_id == pool_id, Commitment.state != CommitmentState.WITHDRAWN)
        .order_by(Commitment.id)
    )
    if getting_some:
        statement = statement.where(gets_some())
    return [MemberToTell(*row) for row in session.execute(statement)]


def pools_closing_soon(session: Session, at: datetime) -> Sequence[UUID]:
    """Open pools of which is to be told that they close soon: a day before, or in the last third of a short window."""
    left = func.least(literal(SOON, Interval()), _A_THIRD)
    statement = select(Pool.id).where(
        Pool.state == PoolState.OPEN,
        Pool.warned_at.is_(None),
        Pool.opens_at <= at,
        Pool.closes_at > at,
        Pool.closes_at - left <= at,
    )
    return session.scalars(statement.order_by(Pool.closes_at).limit(JOB_BATCH)).all()
