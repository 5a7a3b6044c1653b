"""Goods made to order: they arrive in time and everybody has an order, or the pool fails and everybody has the money back."""

from __future__ import annotations

from uuid import UUID

from trade.kernel.actor import Permission
from trade.kernel.work import Work, action
from trade.parties.models import Organisation
from trade.pooling.loading import goods_of, lock_pool, tell
from trade.pooling.reserving import cover
from trade.pooling.rules import Failure, NotAwaited, PoolState, move


@action(Permission.SELL)
def report_arrival(work: Work, pool_id: UUID) -> UUID:
    """Say that the goods of a pool that were made to order are here: they are reserved, and orders are made of them.

    What members get was decided at the close; all of it must lie there by now. Raises ``NotAwaited`` (its day is over,
    say, or its seller does not trade) and ``NotCovered`` (less lies there free than its members get).
    """
    pool = lock_pool(work, pool_id)
    seller = work.session.get_one(Organisation, pool.seller_id, populate_existing=True)
    if pool.state != PoolState.MAKING or pool.ready_by is None or work.at >= pool.ready_by or not seller.is_admitted:
        raise NotAwaited(pool.state)
    before, pool.state = pool.state, move(pool.state, PoolState.CLOSED)
    pool.arrived_at = work.at
    cover(work, pool, {good.sku_id: good.allotted or 0 for good in goods_of(work.session, pool.id)})
    work.later("finish_pool", pool_id=str(pool.id))
    tell(work, pool, "pooling.goods_arrived", before, total=pool.total, step=pool.step)
    return pool.id


@action(Permission.OVERSEE)
def fail_not_ready(work: Work, pool_id: UUID) -> bool:
    """Fail a pool whose goods were not there by their day: once, whoever asks and however often. Answers whether now.

    Everybody's money goes back by ``finish_pool``. What was decided at the close stays written down.
    """
    pool = lock_pool(work, pool_id)
    if pool.state != PoolState.MAKING or pool.ready_by is None or work.at < pool.ready_by:
        return False
    before, pool.state = pool.state, move(pool.state, PoolState.FAILED)
    pool.ended_because = Failure.NOT_READY
    work.later("finish_pool", pool_id=str(pool.id))
    told = {"total": pool.total, "members": pool.members, "step": pool.step, "because": pool.ended_because}
    tell(work, pool, "pooling.pool_not_ready", before, **told)
    return True
