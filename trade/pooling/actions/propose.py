"""The platform's part: proposing a pool to a seller, telling that a step is reached and that a pool closes soon."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select

from trade.kernel.actor import Permission
from trade.kernel.errors import InvalidInput, NotFound
from trade.kernel.events import Event
from trade.kernel.work import Work, action
from trade.parties.models import Organisation
from trade.pooling.loading import lock_pool, tell
from trade.pooling.rules import PoolState, Terms
from trade.pooling.writing import judge, write

STEP_REACHED: Final = "pooling.step_reached"


@action(Permission.OVERSEE)
def propose_pool(work: Work, seller_id: UUID, terms: Terms, *, because: Mapping[str, Any]) -> UUID:
    """Propose a pool to its seller, with the reasons to be shown: it becomes an offer when the seller agrees.

    ``because`` is plain JSON; its ``told`` is what the seller reads: words, or what an idea (``queries.pool_ideas``) saw. The window says how long
    the pool is to last: it begins when the seller agrees. Raises ``NotFound`` and ``InvalidInput``.
    """
    seller = work.session.get(Organisation, seller_id)
    if seller is None or not seller.sells or not seller.is_admitted:
        raise NotFound("organisation", seller_id)
    if not because.get("told"):
        raise InvalidInput("because", "required")
    judge(work, seller.id, terms)
    pool = write(work, seller, terms, PoolState.PROPOSED, because=because)
    tell(work, pool, "pooling.pool_proposed", "")
    return pool.id


@action(Permission.OVERSEE)
def warn_of_close(work: Work, pool_id: UUID) -> bool:
    """Tell once that a pool closes soon; answer whether it was told now. An extension lets it be told again."""
    pool = lock_pool(work, pool_id)
    if pool.state != PoolState.OPEN or pool.warned_at is not None or not work.at < pool.closes_at:
        return False
    pool.warned_at = work.at
    tell(work, pool, "pooling.closing_soon", pool.state, closes_at=pool.closes_at.isoformat(), members=pool.members)
    return True


@action(Permission.OVERSEE)
def tell_step(work: Work, pool_id: UUID, *, step: int, total: int, members: int) -> None:
    """Tell that a pool has reached a step, without saying by whose joining; once, however often it is asked.

    After its close nothing is told of steps: everybody is told how it ended.
    """
    pool = lock_pool(work, pool_id)
    if pool.state != PoolState.OPEN:
        return
    told = {"step": step, "quantity": pool.quantities[step], "total": total, "members": members}
    same = select(Event.number).where(
        Event.subject == "pool", Event.subject_id == pool.id, Event.verb == STEP_REACHED, Event.after == told
    )
    if work.session.scalars(same).first() is None:
        work.record(STEP_REACHED, "pool", pool.id, parties=(pool.seller_id,), after=told)
