"""The seller's part: writing a pool, offering it, extending it, repeating it, calling it off."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from trade.kernel.actor import Permission
from trade.kernel.errors import InvalidInput, MoveRefused, StaleVersion
from trade.kernel.work import Work, action
from trade.parties.models import Organisation
from trade.pooling.loading import goods_of, lock_pool, tell, terms_of
from trade.pooling.models import Pool
from trade.pooling.reserving import cover, return_goods
from trade.pooling.rules import (
    EXTENSION_MAX,
    WRITABLE,
    ExtendedBefore,
    PoolIsJoined,
    PoolNotOpen,
    PoolOnTrial,
    PoolState,
    Terms,
    move,
    opens_near,
)
from trade.pooling.writing import judge, rewrite, write


@action(Permission.SELL)
def draft_pool(work: Work, terms: Terms) -> UUID:
    """Write a pool that nobody else sees yet. Raises ``InvalidInput``, and ``NotFound`` for goods that are not the actor's."""
    seller = work.session.get_one(Organisation, work.actor.organisation)
    judge(work, seller.id, terms)
    pool = write(work, seller, terms, PoolState.DRAFT)
    tell(work, pool, "pooling.pool_drafted", "")
    return pool.id


@action(Permission.SELL)
def change_pool(work: Work, pool_id: UUID, terms: Terms, *, version: int) -> UUID:
    """Change anything of a pool that has not begun; what was offered already keeps its stock reserved.

    ``version`` is of the pool that was looked at. Raises ``StaleVersion``, ``PoolIsJoined`` (it has begun),
    ``InvalidInput``, ``NotCovered``.
    """
    pool = lock_pool(work, pool_id)
    if pool.version != version:
        raise StaleVersion("pool")
    if pool.state not in WRITABLE and pool.state != PoolState.OPEN:
        raise MoveRefused("pool", pool.state, PoolState.DRAFT)
    if pool.state == PoolState.OPEN and (pool.joins or work.at >= pool.opens_at):
        raise PoolIsJoined
    judge(work, pool.seller_id, terms)
    rewrite(work, pool, terms)
    if pool.state == PoolState.OPEN:
        return_goods(work, pool)
        _reserve(work, pool)
    tell(work, pool, "pooling.pool_changed", pool.state)
    return pool.id


@action(Permission.SELL)
def offer_pool(work: Work, pool_id: UUID) -> UUID:
    """Offer a draft to its regions, or agree to what the platform proposed: then its window begins now.

    Its capacity is reserved from now on: what a pool promises lies there, unless it is made to order. Raises ``MoveRefused``, ``InvalidInput``
    (its time is over, say), ``NotCovered`` and ``PoolOnTrial``.
    """
    pool = lock_pool(work, pool_id)
    before, state = pool.state, move(pool.state, PoolState.OPEN)
    if work.session.get_one(Organisation, pool.seller_id).open_orders_max is not None:
        raise PoolOnTrial
    terms = terms_of(pool, goods_of(work.session, pool.id))
    if before == PoolState.PROPOSED:
        terms = terms.beginning_at(work.at)
        rewrite(work, pool, terms)
    judge(work, pool.seller_id, terms)
    pool.state, pool.offered_at = state, work.at
    _reserve(work, pool)
    tell(work, pool, "pooling.pool_offered", before)
    return pool.id


@action(Permission.SELL)
def decline_proposal(work: Work, pool_id: UUID, *, reason: str) -> UUID:
    """Say no to a pool that the platform proposed."""
    pool = lock_pool(work, pool_id)
    before, pool.state = pool.state, move(pool.state, PoolState.DECLINED)
    pool.reason = reason
    tell(work, pool, "pooling.proposal_declined", before, reason=reason)
    return pool.id


@action(Permission.SELL)
def extend_pool(work: Work, pool_id: UUID, *, closes_at: datetime) -> UUID:
    """Let an open pool close later, once. Members may withdraw for as much longer: they agreed to an earlier day.

    Raises ``PoolNotOpen`` (its time is over), ``ExtendedBefore``, ``InvalidInput`` and ``NotCovered``.
    """
    pool = lock_pool(work, pool_id)
    _require_time_left(work, pool)
    if pool.first_closes_at is not None:
        raise ExtendedBefore
    by = closes_at - pool.closes_at
    if not timedelta() < by <= EXTENSION_MAX:
        raise InvalidInput("closes_at", "pool_extension", most=EXTENSION_MAX.days)
    if pool.ready_by is not None and not closes_at < pool.ready_by:  # members were promised their goods by then
        raise InvalidInput("closes_at", "pool_extension_ready")
    pool.first_closes_at, pool.warned_at = pool.closes_at, None
    pool.closes_at, pool.withdraw_until = closes_at, pool.withdraw_until + by
    work.session.flush()
    _reserve(work, pool)
    tell(work, pool, "pooling.pool_extended", pool.state, closes_at=closes_at.isoformat())
    return pool.id


@action(Permission.SELL)
def cancel_pool(work: Work, pool_id: UUID, *, reason: str) -> UUID:
    """Call off a draft, an open pool, or one whose goods are being made.

    Every commitment is released, and its members read the reason. Raises ``PoolNotOpen`` when its time is over: then it closes as was promised.
    """
    pool = lock_pool(work, pool_id)
    before, state = pool.state, move(pool.state, PoolState.CANCELLED)
    if before == PoolState.OPEN:
        _require_time_left(work, pool)
    if before in {PoolState.OPEN, PoolState.MAKING} and not reason.strip():
        raise InvalidInput("reason", "required")
    pool.state, pool.decided_at, pool.reason = state, pool.decided_at or work.at, reason
    return_goods(work, pool)
    if pool.members:
        work.later("finish_pool", pool_id=str(pool.id))
    else:
        pool.finished_at = work.at
    tell(work, pool, "pooling.pool_cancelled", before, reason=reason, members=pool.members)
    return pool.id


@action(Permission.SELL)
def repeat_pool(work: Work, pool_id: UUID, *, opens_at: datetime) -> UUID:
    """Draft a pool like an earlier one, with its whole window moved to begin at ``opens_at``.

    Raises ``InvalidInput`` for an instant at which no pool may begin.
    """
    past = lock_pool(work, pool_id)
    if not opens_near(opens_at, work.at):
        raise InvalidInput("opens_at", "pool_opens")
    seller = work.session.get_one(Organisation, past.seller_id)
    if past.first_closes_at is not None:  # an extension was for that time alone
        by = past.closes_at - past.first_closes_at
        terms = terms_of(past, goods_of(work.session, past.id)).shortened(by)
    else:
        terms = terms_of(past, goods_of(work.session, past.id))
    pool = write(work, seller, terms.beginning_at(opens_at), PoolState.DRAFT, repeats_id=past.id)
    tell(work, pool, "pooling.pool_drafted", "", repeats=past.reference)
    return pool.id


def _require_time_left(work: Work, pool: Pool) -> None:
    if pool.state != PoolState.OPEN or work.at >= pool.closes_at:
        raise PoolNotOpen(pool.id, pool.opens_at, pool.closes_at)


def _reserve(work: Work, pool: Pool) -> None:
    if pool.ready_by is None:
        cover(work, pool, {good.sku_id: good.capacity for good in goods_of(work.session, pool.id)})
