"""Counting commitments into a pool's row: where everybody queues, and where it is decided whether the pool takes them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sqlalchemy import ARRAY, BigInteger, bindparam, select, text
from sqlalchemy import Uuid as UuidType

from trade.kernel import prepared
from trade.kernel.base import UTCDateTime
from trade.kernel.work import Work
from trade.pooling.loading import OfferedPool
from trade.pooling.models import Pool
from trade.pooling.rules import Demand, Standing, TooLateToWithdraw, standing

_COUNT: Final = text("SELECT * FROM pooling_count(:pool, :change, :members, :at, :withdraws)").bindparams(
    bindparam("pool", type_=UuidType()),
    bindparam("change", type_=ARRAY(BigInteger)),
    bindparam("at", type_=UTCDateTime()),
)
_WINDOW: Final = select(Pool.state, Pool.closes_at, Pool.withdraw_until).where(Pool.id == bindparam("pool"))


def count(work: Work, pool: OfferedPool, change: Sequence[int], *, members: int = 0, withdraws: bool = False) -> None:
    """Count a change in. The pool's row stays locked to the end of the transaction: it comes last of all (``at_last``).

    Raises ``PoolNotOpen``, and ``TooLateToWithdraw`` for a withdrawal after its deadline: they are decided under the
    lock, so that nobody joins or leaves a pool that has been closed, or is extended, meanwhile. Tells of a step that
    is reached by this.
    """
    values = {"pool": pool.id, "change": list(change), "members": members, "at": work.at, "withdraws": withdraws}
    found = prepared.run(work.session, _COUNT, values).one_or_none()
    if found is None:
        raise _refusal(work, pool, withdraws=withdraws)
    requested, count_of_members = found
    now = _standing(pool, requested)
    before = _standing(pool, [after - more for after, more in zip(requested, change, strict=True)])
    if _level(pool, now) > _level(pool, before):
        _tell_step(work, pool, now, count_of_members)


def _standing(pool: OfferedPool, requested: Sequence[int]) -> Standing:
    demand = Demand.read(requested, [good.capacity for good in pool.goods])
    return standing(pool.quantities, pool.minimum, demand, min(good.multiple for good in pool.goods))


def _level(pool: OfferedPool, stands: Standing) -> int:
    """The step that is really reached; below the first one none is."""
    return stands.step if stands.total >= pool.quantities[stands.step] else -1


def _tell_step(work: Work, pool: OfferedPool, now: Standing, members: int) -> None:
    """Have it told by the system: who told it would say who has joined."""
    work.later("tell_step", pool_id=str(pool.id), step=now.step, total=now.total, members=members)


def _refusal(work: Work, pool: OfferedPool, *, withdraws: bool) -> Exception:
    state, closes_at, withdraw_until = prepared.run(work.session, _WINDOW, {"pool": pool.id}).one()
    if withdraws and state == "open" and withdraw_until <= work.at < closes_at:
        return TooLateToWithdraw(withdraw_until)
    return pool.refusal()
