"""Joining a pool, which is never refused for capacity."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ARRAY, Integer, Numeric, Uuid, bindparam, func, insert, select

from trade.credit.rules import Means
from trade.kernel import prepared
from trade.kernel.actor import Permission
from trade.kernel.errors import StaleVersion
from trade.kernel.ids import new_id
from trade.kernel.money import Money
from trade.kernel.work import Work, action
from trade.ordering.placing import destination
from trade.ordering.purchases import Destination
from trade.pooling.committing import hold, judge_commitment, require_within_limits, tell_member
from trade.pooling.counting import count
from trade.pooling.loading import OfferedPool, offered_pool
from trade.pooling.models import Commitment, CommitmentLine
from trade.pooling.rules import (
    AlreadyCommitted,
    CommitmentState,
    NotInRegion,
)

_COLUMNS: Final = (
    "id", "pool_id", "buyer_id", "seller_id", "person_id", "state", "only_from", "means", "currency", "held_minor",
    "captured_minor", "released_minor", "delivery_address", "region_code", "joined_at", "changed_at", "version", "release",
)  # fmt: skip
_LINES: Final = func.unnest(
    bindparam("skus", type_=ARRAY(Uuid())), bindparam("quantities", type_=ARRAY(Integer())),
    bindparam("prices", type_=ARRAY(Numeric())),
).table_valued("sku_id", "quantity", "hold_price").render_derived()  # fmt: skip
_ADD: Final = (
    insert(CommitmentLine)
    .inline()
    .from_select(
        ["commitment_id", "pool_id", "buyer_id", "seller_id", "sku_id", "quantity", "hold_price"],
        select(
            *(bindparam(name, type_=Uuid()) for name in ("id", "pool_id", "buyer_id", "seller_id")),
            _LINES.c.sku_id, _LINES.c.quantity, _LINES.c.hold_price,
        ),
    )
    .add_cte(insert(Commitment).inline().values({name: bindparam(name) for name in _COLUMNS}).cte("made"))
)  # fmt: skip
"""A commitment with its lines, in one statement."""


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
    ``AlreadyCommitted``, ``BeyondLimits``, ``LimitExceeded`` (the wallet is short), ``CreditRefused`` and
    ``StaleVersion`` (its seller changed the terms just before it opened).
    """
    pool = offered_pool(work, pool_id)
    pool.require_open(work.at)
    person_id = work.actor.person
    judge_commitment(pool, quantities, only_from)
    to = destination(work, address_id)
    if to.region_code not in pool.regions:
        raise NotInRegion(pool.regions)
    if pool.own_id is not None:
        raise AlreadyCommitted(pool.own_id)
    held = pool.ceiling(quantities, only_from)
    require_within_limits(work, held)
    row = _row(work, pool, person_id, to, held) | {"only_from": only_from, "means": means}
    lines = {
        "skus": list(quantities),
        "quantities": list(quantities.values()),
        "prices": [pool.price(sku_id, only_from) for sku_id in quantities],
    }
    prepared.run(work.session, _ADD, row | lines)
    hold(work, means, row["id"], held, "held")
    told = {"units": sum(quantities.values()), "held": held.minor, "currency": held.currency}
    verb = "pooling.pool_joined" if pool.ready_by is None else "pooling.joined_to_order"
    tell_member(work, pool, row["id"], verb, told)
    work.at_last(partial(_count_in, work, pool, pool.change(quantities, only_from)))
    return row["id"]  # type: ignore[no-any-return]


def _count_in(work: Work, pool: OfferedPool, change: list[int]) -> None:
    count(work, pool, change, members=1)
    if not pool.joins and not offered_pool(work, pool.id).has_terms_of(pool):
        raise StaleVersion("pool")  # its seller changed it while it could be: nobody is bound to what they did not see


def _row(work: Work, pool: OfferedPool, person_id: UUID, to: Destination, held: Money) -> dict[str, Any]:
    return {
        "id": new_id(), "pool_id": pool.id, "buyer_id": work.actor.organisation, "seller_id": pool.seller_id,
        "person_id": person_id, "state": CommitmentState.OPEN, "currency": held.currency, "held_minor": held.minor,
        "captured_minor": 0, "released_minor": 0, "delivery_address": to.written, "region_code": to.region_code,
        "joined_at": work.at, "changed_at": work.at, "version": 1, "release": "",
    }  # fmt: skip
