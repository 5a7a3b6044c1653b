"""Proposing pools where a region will want so much that its shops together reach a better price."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import func, select

from trade.forecasting.models import ForecastRun
from trade.forecasting.queries.chances import Chance, pool_chances
from trade.forecasting.rules import PROPOSED_BY, PROPOSED_MAX, ChanceGone, Proposal, proposal_of
from trade.kernel.actor import Permission
from trade.kernel.locks import lock_one
from trade.kernel.work import Work, action
from trade.pooling.actions import propose_pool
from trade.pooling.models import Pool
from trade.pooling.queries import sold_of
from trade.pooling.rules import PoolState


@action(Permission.OVERSEE)
def propose_chance(work: Work, seller_id: UUID, sku_id: UUID, region: str) -> UUID:
    """Propose a pool for what a region will want of a SKU, as it is forecast now; answer the pool.

    Raises ``ChanceGone`` where it is no chance any more: too little is wanted or left, or a pool was proposed meanwhile.
    """
    _lock(work, seller_id)
    for chance, proposal in _proposals(work, seller_id, sku_id=sku_id, region=region):
        return _propose(work, chance, proposal)
    raise ChanceGone


@action(Permission.OVERSEE)
def propose_chances(work: Work, seller_id: UUID) -> int:
    """Propose the best chances of a seller's new forecast; answer how many were added.

    No more than a few wait for a seller at a time, and nothing is proposed twice, however often this runs.
    """
    _lock(work, seller_id)
    waiting = select(func.count()).where(
        Pool.seller_id == seller_id, Pool.state == PoolState.PROPOSED,
        Pool.proposed_because["told"]["by"].astext == PROPOSED_BY,
    )  # fmt: skip
    room = PROPOSED_MAX - work.session.execute(waiting).scalar_one()
    found = _proposals(work, seller_id)[: max(room, 0)]
    for chance, proposal in found:
        _propose(work, chance, proposal)
    return len(found)


def _lock(work: Work, seller_id: UUID) -> None:
    """Let nobody else propose from this seller's forecasts meanwhile."""
    current = select(ForecastRun).where(ForecastRun.seller_id == seller_id, ForecastRun.is_current)
    if lock_one(work.session, current) is None:
        raise ChanceGone


def _proposals(
    work: Work, seller_id: UUID, *, sku_id: UUID | None = None, region: str = ""
) -> list[tuple[Chance, Proposal]]:
    """What can be proposed of a seller's chances: one for a SKU in a region, what saves most first."""
    chances = pool_chances(work.session, work.at, region=region, seller_id=seller_id, sku_id=sku_id)
    sold = sold_of(work.session, {chance.sku_id for chance in chances}, work.at)
    pairs = [
        (chance, proposal_of(chance.ahead, sold[chance.sku_id]))
        for chance in chances
        if chance.sku_id in sold and not chance.is_pooled
    ]
    return [(chance, proposal) for chance, proposal in pairs if proposal is not None]


def _propose(work: Work, chance: Chance, proposal: Proposal) -> UUID:
    terms = proposal.terms(f"{chance.name} · {chance.region}", work.at)
    return propose_pool.within(work, chance.seller_id, terms, because={"told": proposal.told})
