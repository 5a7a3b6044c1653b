"""Joining a pool, which is never refused for capacity."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from sqlalchemy import bindparam, insert, select

from trade.kernel import prepared
from trade.kernel.actor import Permission
from trade.kernel.errors import StaleVersion
from trade.kernel.ids import new_id
from trade.kernel.money import Money
from trade.kernel.work import Work, action
from trade.ordering.placing import destination
from trade.ordering.purchases import Destination
from trade.pooling.committing import hold, judge_commitment, line_rows, person_of, require_within_limits, tell_member
from trade.pooling.counting import count
from trade.pooling.loading import OfferedPool, offered_pool
from trade.pooling.models import Commitment, CommitmentLine
from trade.pooling.rules import (
    AlreadyCommitted,
    CommitmentState,
    Means,
    MeansNotOffered,
    NotInRegion,
)

_OWN: Final = select(Commitment.id).where(
    Commitment.pool_id == bindparam("pool"),
    Commitment.buyer_id == bindparam("buyer"),
    Commitment.state != CommitmentState.WITHDRAWN,
)
_ADD: Final = insert(Commitment).inline()
_ADD_LINES: Final = insert(CommitmentLine).inline()


@action(Permission.BUY)
def join_pool(
    work: Work,
    pool_id: UUID,
    *,
    quantities: Mapping[UUID, int],
    only_from: int = 0,
    address_id: UUID | None = None,
    means: Means = Means.WALLET,
) -> UUID:
    """Commit to quantities (by SKU, in base units) of an open pool; answer the commitment.

    ``only_from`` is the step whose price is insisted on, 0 for any. Held is what it costs at that step: nobody ever
    pays more. Raises ``NotFound``, ``PoolNotOpen``, ``QuantityNotPooled``, ``NotInRegion`` (of the address),
    ``AlreadyCommitted``, ``MeansNotOffered``, ``BeyondLimits``, ``LimitExceeded`` (the wallet is short) and
    ``StaleVersion`` (its seller changed the terms just before it opened).
    """
    pool = offered_pool(work, pool_id)
    pool.require_open(work.at)
    person_id = person_of(work)
    if means is not Means.WALLET:
        raise MeansNotOffered
    judge_commitment(pool, quantities, only_from)
    to = destination(work, address_id)
    if to.region_code not in pool.regions:
        raise NotInRegion(pool.regions)
    _require_none_yet(work, pool)
    held = pool.ceiling(quantities, only_from)
    require_within_limits(work, pool, held)
    row = _row(work, pool, person_id, to, held) | {"only_from": only_from, "means": means}
    prepared.run(work.session, _ADD, row)
    prepared.run(work.session, _ADD_LINES, line_rows(pool, row, quantities, only_from))
    hold(work, row["id"], held, "held")
    stands = count(work, pool, pool.change(quantities, only_from), members=1)
    if not pool.joins and not offered_pool(work, pool_id).has_terms_of(pool):
        raise StaleVersion("pool")  # its seller changed it while it could be: nobody is bound to what they did not see
    told = {"units": sum(quantities.values()), "held": held.minor, "currency": held.currency, "step": stands.step}
    tell_member(work, pool, row["id"], "pooling.pool_joined", told)
    return row["id"]  # type: ignore[no-any-return]


def _require_none_yet(work: Work, pool: OfferedPool) -> None:
    values = {"pool": pool.id, "buyer": work.actor.organisation}
    found = prepared.run(work.session, _OWN, values).scalar_one_or_none()
    if found is not None:
        raise AlreadyCommitted(found)


def _row(work: Work, pool: OfferedPool, person_id: UUID, to: Destination, held: Money) -> dict[str, Any]:
    return {
        "id": new_id(), "pool_id": pool.id, "buyer_id": work.actor.organisation, "seller_id": pool.seller_id,
        "person_id": person_id, "state": CommitmentState.OPEN, "currency": held.currency, "held_minor": held.minor,
        "captured_minor": 0, "released_minor": 0, "delivery_address": to.written, "region_code": to.region_code,
        "joined_at": work.at, "changed_at": work.at, "version": 1, "release": "",
    }  # fmt: skip
