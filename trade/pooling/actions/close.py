"""The close: who pays what and gets what, decided once, in one transaction, with everybody's joining behind it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final
from uuid import UUID

from sqlalchemy import ARRAY, Integer, Uuid, and_, bindparam, or_, select, text

from trade.catalogue.models import SKU, Product
from trade.catalogue.rules import HELD_BACK
from trade.kernel import prepared
from trade.kernel.actor import Actor, Permission
from trade.kernel.work import Call, Work, action, bind_actor
from trade.parties.models import Organisation
from trade.parties.rules import SuspendedFor
from trade.pooling.actions.making import fail_not_ready
from trade.pooling.loading import goods_of, is_missed, lock_pool, tell
from trade.pooling.models import Commitment, CommitmentLine, Pool, PoolGood
from trade.pooling.opening import open_shipments
from trade.pooling.reserving import return_goods, set_aside
from trade.pooling.rules import CommitmentState, Committed, Decision, Failure, Good, PoolState, decide, move
from trade.stock.rules import StockShort


@action(Permission.OVERSEE)
def close_pool(work: Work, pool_id: UUID) -> bool:
    """Decide a pool whose time is over: exactly once, whoever asks and however often. Answers whether it was now.

    It is decided under the pool's lock from all commitments there are; whoever joins at the same moment is either
    counted before or refused. Orders are made and money goes back afterwards, commitment by commitment, by
    ``finish_pool``: what is decided does not change any more. Where the goods are made to order, everybody who gets some
    waits for them, and only those who get none have their money back now.
    """
    pool = lock_pool(work, pool_id)
    if pool.state != PoolState.OPEN or work.at < pool.closes_at:
        return False
    goods = goods_of(work.session, pool.id)
    _end(work, pool, goods, _decide(work, pool, goods, _supplies(work, pool, goods)))
    return True


@action(Permission.OVERSEE)
def fail_dead(work: Work, pool_id: UUID) -> bool:
    """Fail an open pool at once whose goods must not be sold, or whose seller is off the market; answers whether it was now.

    Nobody's money waits for a close that can bring nothing. A pool that is decided already goes on: its orders wait for the
    platform as all others of these goods do.
    """
    pool = lock_pool(work, pool_id)
    dead = _dead(work, pool)
    if pool.state != PoolState.OPEN or dead is None:
        return False
    goods = goods_of(work.session, pool.id)
    reached = decide(pool.quantities, pool.minimum, _shared(goods, {}), _committed(work, pool))
    _end(work, pool, goods, Decision(reached.step, reached.total, dead, {}, {}))
    return True


def _dead(work: Work, pool: Pool) -> Failure | None:
    """Why nothing can come of a pool, whatever time is left."""
    seller = work.session.get_one(Organisation, pool.seller_id, populate_existing=True)
    if seller.suspended_for == SuspendedFor.DELISTED:
        return Failure.SELLER_SUSPENDED
    return Failure.HELD_BACK if _is_held_back(work, pool) else None


def _end(work: Work, pool: Pool, goods: Sequence[PoolGood], decision: Decision) -> None:
    """Write down how a locked pool ends, and promise what follows from it."""
    before = pool.state
    pool.state = move(before, _state_after(pool, decision))
    pool.decided_at, pool.total = work.at, decision.total
    pool.step = None if decision.failure else decision.step
    pool.ended_because = decision.failure or ""
    _write_shares(work, pool, goods, decision)
    if pool.state == PoolState.CLOSED:
        open_shipments(work, pool)
    if pool.ready_by is None:
        _keep_what_is_sold(work, pool, decision)
    if pool.members:
        work.later("finish_pool", pool_id=str(pool.id))
    else:
        pool.finished_at = work.at
    told = {"total": decision.total, "members": pool.members, "step": pool.step, "because": pool.ended_because}
    tell(work, pool, _VERBS[PoolState(pool.state)], before, **told)


_VERBS: Final = {
    PoolState.CLOSED: "pooling.pool_closed",
    PoolState.MAKING: "pooling.goods_awaited",
    PoolState.FAILED: "pooling.pool_failed",
}


def _state_after(pool: Pool, decision: Decision) -> PoolState:
    if decision.failure:
        return PoolState.FAILED
    return PoolState.CLOSED if pool.ready_by is None else PoolState.MAKING


def close_if_due(call: Call, pool_id: UUID) -> bool:
    """Close a pool whose time is over because somebody looks at it, before the job has come round.

    Or fail it, if the day of its goods has passed. Whoever looks, it is the system that does it. Answers whether it did; the session then acts as before.
    """
    closes = and_(Pool.state == PoolState.OPEN, Pool.closes_at <= call.at)
    due = select(Pool.state).where(Pool.id == pool_id, or_(closes, is_missed(call.at)))
    bind_actor(call.session, call.actor)
    state = call.session.scalar(due)
    if state is None:
        return False
    end = close_pool if state == PoolState.OPEN else fail_not_ready
    try:
        return end(Call(call.session, Actor.system(), call.at), pool_id)
    finally:
        bind_actor(call.session, call.actor)


def _decide(work: Work, pool: Pool, goods: Sequence[PoolGood], supplies: Mapping[UUID, int]) -> Decision:
    decision = decide(pool.quantities, pool.minimum, _shared(goods, supplies), _committed(work, pool))
    seller = work.session.get_one(Organisation, pool.seller_id, populate_existing=True)
    if decision.failure is None and not seller.is_admitted:
        return Decision(decision.step, decision.total, Failure.SELLER_SUSPENDED, {}, {})
    if decision.failure is None and _is_held_back(work, pool):
        return Decision(decision.step, decision.total, Failure.HELD_BACK, {}, {})
    return decision


def _shared(goods: Sequence[PoolGood], supplies: Mapping[UUID, int]) -> list[Good]:
    """The goods with what is there of them; nothing, where it does not matter."""
    return [
        Good(good.sku_id, good.capacity, supplies.get(good.sku_id, 0), good.multiple, good.member_minimum)
        for good in goods
    ]


def _is_held_back(work: Work, pool: Pool) -> bool:
    held = (
        select(PoolGood.sku_id)
        .join(SKU, SKU.id == PoolGood.sku_id)
        .join(Product, Product.id == SKU.product_id)
        .where(PoolGood.pool_id == pool.id, Product.state == HELD_BACK)
    )
    return work.session.scalars(held.limit(1)).one_or_none() is not None


def _committed(work: Work, pool: Pool) -> list[Committed]:
    """The open commitments, the earliest first."""
    statement = (
        select(Commitment.id, Commitment.only_from, CommitmentLine.sku_id, CommitmentLine.quantity)
        .join(CommitmentLine, CommitmentLine.commitment_id == Commitment.id)
        .where(Commitment.pool_id == pool.id, Commitment.state == CommitmentState.OPEN)
        .order_by(Commitment.joined_at, Commitment.id)
    )
    found: dict[UUID, tuple[int, dict[UUID, int]]] = {}
    for commitment_id, only_from, sku_id, quantity in work.session.execute(statement):
        found.setdefault(commitment_id, (only_from, {}))[1][sku_id] = quantity
    return [Committed(key, only_from, requests) for key, (only_from, requests) in found.items()]


def _supplies(work: Work, pool: Pool, goods: Sequence[PoolGood]) -> dict[UUID, int]:
    """What of each capacity is still there: all of it, unless goods that were reserved have died or were lost.

    Of goods made to order nothing is there: as many are made as were asked for.
    """
    capacities = {good.sku_id: good.capacity for good in goods}
    if pool.ready_by is not None:
        return capacities
    try:
        set_aside(work, pool, capacities)
    except StockShort as short:
        return capacities | {one.sku_id: one.available for one in short.shortages}
    return capacities


def _keep_what_is_sold(work: Work, pool: Pool, decision: Decision) -> None:
    """Give back what of the reservation nobody gets; the orders will use up the rest."""
    if decision.failure:
        return_goods(work, pool)
        return
    set_aside(work, pool, {sku_id: sharing.allotted for sku_id, sharing in decision.sharings.items()})


_SHARE: Final = text(
    "UPDATE commitment_lines l SET whole = s.whole, odd = s.odd"
    " FROM unnest(:commitments, :skus, :wholes, :odds) AS s(commitment, sku, whole, odd)"
    " WHERE l.commitment_id = s.commitment AND l.sku_id = s.sku"
).bindparams(
    bindparam("commitments", type_=ARRAY(Uuid())),
    bindparam("skus", type_=ARRAY(Uuid())),
    bindparam("wholes", type_=ARRAY(Integer())),
    bindparam("odds", type_=ARRAY(Integer())),
)


def _write_shares(work: Work, pool: Pool, goods: Sequence[PoolGood], decision: Decision) -> None:
    """Write down what everybody gets, so that each member can be shown the arithmetic."""
    shares = [
        (key, sku_id, share.whole, share.odd)
        for sku_id, sharing in decision.sharings.items()
        for key, share in sharing.shares.items()
    ]
    if not shares:
        return
    keys, skus, wholes, odds = (list(column) for column in zip(*shares, strict=True))
    prepared.run(work.session, _SHARE, {"commitments": keys, "skus": skus, "wholes": wholes, "odds": odds})
    for good in goods:
        sharing = decision.sharings[good.sku_id]
        good.demand, good.supply, good.odd = sharing.demand, sharing.supply, sharing.odd
        good.allotted = sharing.allotted
