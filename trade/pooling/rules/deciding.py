"""The close: who stays at which price, and what each of them gets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from trade.pooling.rules.shares import Sharing, share_out
from trade.pooling.rules.standing import Demand, step_reached
from trade.pooling.rules.states import Failure, Release


@dataclass(frozen=True, slots=True)
class Committed:
    """A member's commitment: what they want of each SKU, and from which step on (0: at any price)."""

    id: UUID
    only_from: int
    requests: Mapping[UUID, int]


@dataclass(frozen=True, slots=True)
class Good:
    """A SKU of a pool at its close, in base units: what was promised, and what of it really is there."""

    sku_id: UUID
    capacity: int
    supply: int
    multiple: int
    member_minimum: int


@dataclass(frozen=True, slots=True)
class Decision:
    """How a pool ends. Without a ``failure`` it is closed at ``step``; ``released`` are commitments that got nothing."""

    step: int
    total: int
    failure: Failure | None
    sharings: Mapping[UUID, Sharing[UUID]]
    released: Mapping[UUID, Release]


def decide(
    quantities: Sequence[int], minimum: int, goods: Sequence[Good], commitments: Sequence[Committed]
) -> Decision:
    """Decide a pool whose time is over; ``commitments`` are in the order in which they were made.

    The step follows from what was promised, so that a seller that has less than that makes nobody's price rise.
    """
    demand = demand_of(quantities, goods, commitments)
    step = step_reached(quantities, demand)
    total = demand.at(step)
    if total < minimum:
        return _failed(step, total, Failure.BELOW_MINIMUM, commitments)
    staying = [one for one in commitments if one.only_from <= step]
    sharings = {good.sku_id: _share(good, staying) for good in goods}
    got = {key for sharing in sharings.values() for key, share in sharing.shares.items() if share.allotted}
    if not got:
        return _failed(step, total, Failure.NO_STOCK, commitments)
    released = {one.id: Release.PRICE for one in commitments if one.only_from > step}
    released |= {one.id: Release.SHORT for one in staying if one.id not in got}
    return Decision(step, total, None, sharings, released)


def demand_of(quantities: Sequence[int], goods: Sequence[Good], commitments: Sequence[Committed]) -> Demand:
    """Count the commitments as the pool's row counts them."""
    counted = {good.sku_id: [0] * len(quantities) for good in goods}
    for one in commitments:
        for sku_id, quantity in one.requests.items():
            counted[sku_id][one.only_from] += quantity
    return Demand(tuple(tuple(counted[good.sku_id]) for good in goods), tuple(good.capacity for good in goods))


def _share(good: Good, staying: Sequence[Committed]) -> Sharing[UUID]:
    requests = [(one.id, one.requests[good.sku_id]) for one in staying if good.sku_id in one.requests]
    return share_out(requests, min(good.supply, good.capacity), good.multiple, good.member_minimum)


def _failed(step: int, total: int, failure: Failure, commitments: Sequence[Committed]) -> Decision:
    return Decision(step, total, failure, {}, {one.id: Release.FAILED for one in commitments})
