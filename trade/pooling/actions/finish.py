"""After the close: an order of each commitment that got something, and everybody's money where it belongs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ARRAY, BigInteger, String, Uuid, bindparam, select, text

from trade.credit.rules import Means
from trade.kernel import prepared
from trade.kernel.actor import Permission
from trade.kernel.base import UTCDateTime
from trade.kernel.errors import NotFound
from trade.kernel.locks import skip_locked
from trade.kernel.money import Money, line_total
from trade.kernel.work import Call, Work, action
from trade.ordering.held import HeldPurchase, place_held
from trade.ordering.offers import Offer, offers_of
from trade.ordering.purchases import AgreedLine, Destination, Purchase
from trade.pooling.committing import for_nothing
from trade.pooling.loading import gets_some, goods_of, lock_pool
from trade.pooling.models import Commitment, CommitmentLine, Pool, PoolGood
from trade.pooling.opening import open_shipments
from trade.pooling.reserving import owner_of, return_goods
from trade.pooling.rules import CommitmentState, Failure, PoolState, Release
from trade.stock.rules import StockShort

CHUNK: Final = 200
"""So many commitments one transaction resolves: wallets are locked for a fraction of a second."""


def finish_next(call: Call, pool_id: UUID) -> bool:
    """Resolve the next commitments of a decided pool; answer whether there may be more.

    Safe to repeat, to kill and to run beside itself. Should stock that was reserved have vanished since, its
    commitments are tried one by one, and those that cannot be served are released.
    """
    try:
        return resolve_commitments(call, pool_id, limit=CHUNK)
    except StockShort:
        return resolve_commitments(call, pool_id, limit=1, refuse=True)


@action(Permission.OVERSEE)
def resolve_commitments(work: Work, pool_id: UUID, *, limit: int = CHUNK, refuse: bool = False) -> bool:
    """Make orders of so many commitments, or release them; ``refuse`` releases those, too, that goods are missing for.

    Each commitment is resolved under its own lock, once; commitments that another worker has in hand are passed over.
    When none is left the pool is finished; while its goods are made, only those are resolved who get none. Without ``refuse`` it raises ``StockShort``; then none of them is resolved.
    """
    pool = work.session.get(Pool, pool_id, populate_existing=True)
    if pool is None:
        raise NotFound("pool", pool_id)
    if pool.decided_at is None or pool.finished_at is not None:
        return False
    statement = (
        select(Commitment)
        .where(Commitment.pool_id == pool.id, Commitment.state == CommitmentState.OPEN)
        .order_by(Commitment.buyer_id)
        .limit(limit)
    )
    if pool.state == PoolState.MAKING:
        statement = statement.where(~gets_some())
    commitments = list(work.session.scalars(skip_locked(statement).execution_options(populate_existing=True)))
    if not commitments:
        _finish(work, pool_id)
        return False
    if pool.arrived_at is not None:  # who is in it the seller could not see, who said that the goods are there
        open_shipments(work, pool)
    lines = _lines(work, commitments)
    why = {one.id: _release(pool, one, lines[one.id]) for one in commitments}
    happened, errands = len(work.happened), len(work.errands)
    try:
        with work.session.begin_nested():
            _resolve_all(work, pool, commitments, lines, why)
    except StockShort:
        if not refuse:
            raise
        del work.happened[happened:], work.errands[errands:]
        # Those whose order was tried, and no others.
        _resolve_all(work, pool, commitments, lines, {key: reason or Release.REFUSED for key, reason in why.items()})
    return True


def _resolve_all(
    work: Work,
    pool: Pool,
    commitments: Sequence[Commitment],
    lines: Mapping[UUID, Sequence[CommitmentLine]],
    why: Mapping[UUID, Release | None],
) -> None:
    """Order what comes about and release the rest, in one stroke: money is locked in the order of all its owners."""
    served = [one for one in commitments if why[one.id] is None]
    released = [(one, reason) for one in commitments if (reason := why[one.id]) is not None]
    purchases = _purchases(work, pool, served, lines)
    order_ids = place_held(work, purchases, [for_nothing(one) for one, _ in released], owner=owner_of(pool.id))
    _write_ordered(work, pool, served, purchases, order_ids)
    _write_released(work, pool, released)


def _lines(work: Work, commitments: Sequence[Commitment]) -> dict[UUID, list[CommitmentLine]]:
    found: dict[UUID, list[CommitmentLine]] = {one.id: [] for one in commitments}
    statement = select(CommitmentLine).where(CommitmentLine.commitment_id.in_(found)).order_by(CommitmentLine.sku_id)
    for line in work.session.scalars(statement.execution_options(populate_existing=True)):
        found[line.commitment_id].append(line)
    return found


def _release(pool: Pool, one: Commitment, lines: Sequence[CommitmentLine]) -> Release | None:
    """Why nothing of a commitment comes about; ``None`` where it becomes an order."""
    if pool.state == PoolState.CANCELLED:
        return Release.CANCELLED
    if pool.ended_because == Failure.NOT_READY and one.only_from <= (pool.step or 0):
        return Release.NOT_READY
    if pool.state == PoolState.FAILED or pool.step is None:
        return Release.FAILED
    if one.only_from > pool.step:
        return Release.PRICE
    if not any(line.allotted for line in lines):
        return Release.SHORT
    return None


def _purchases(
    work: Work, pool: Pool, commitments: Sequence[Commitment], lines: Mapping[UUID, Sequence[CommitmentLine]]
) -> list[HeldPurchase]:
    if not commitments:
        return []
    goods = {good.sku_id: good for good in goods_of(work.session, pool.id)}
    offers = offers_of(work.session, work.actor, list(goods), work.at)
    return [
        HeldPurchase(
            one.buyer_id,
            Purchase(
                [_agreed(pool, goods, offers, line) for line in lines[one.id] if line.allotted],
                one.person_id,
                Destination(one.delivery_address, one.region_code),
                means=Means(one.means),
            ),
            Money(one.held_minor, one.currency),
        )
        for one in commitments
    ]


def _write_ordered(
    work: Work,
    pool: Pool,
    commitments: Sequence[Commitment],
    purchases: Sequence[HeldPurchase],
    order_ids: Sequence[UUID],
) -> None:
    if not commitments:
        return
    captured = [purchase.purchase.totals[0].minor for purchase in purchases]
    _resolve(work, commitments, CommitmentState.ORDERED, captured, order_ids, "")
    for one, order_id, minor in zip(commitments, order_ids, captured, strict=True):
        told = {"order": str(order_id), "captured": minor, "released": one.held_minor - minor}
        _tell(work, pool, one, "pooling.commitment_ordered", told)


def _agreed(
    pool: Pool, goods: Mapping[UUID, PoolGood], offers: Mapping[UUID, Offer], line: CommitmentLine
) -> AgreedLine:
    """A line at the price of the pool's step, which is its snapshot: no list and no agreement counts inside a pool."""
    step = pool.step or 0
    price = goods[line.sku_id].unit_prices[step]
    amount = line_total(price, line.allotted, pool.currency)
    why: dict[str, Any] = {
        "source": "pool", "pool": pool.reference, "step": pool.quantities[step], "counted": pool.total,
        "unit_price": f"{price:f}", "amount": amount.minor, "requested": line.quantity, "quantity": line.allotted,
    }  # fmt: skip
    return AgreedLine(offers[line.sku_id], line.allotted, price, amount, [why])


def _write_released(work: Work, pool: Pool, released: Sequence[tuple[Commitment, Release]]) -> None:
    for reason in {reason for _, reason in released}:
        of_reason = [one for one, why in released if why is reason]
        nothing: list[UUID | None] = [None] * len(of_reason)
        _resolve(work, of_reason, CommitmentState.RELEASED, [0] * len(of_reason), nothing, reason)
    for one, reason in released:
        late = reason is Release.NOT_READY
        verb = "pooling.commitment_not_ready" if late else "pooling.commitment_released"
        _tell(work, pool, one, verb, {"because": reason, "released": one.held_minor})


_RESOLVE: Final = text(
    "UPDATE commitments c SET state = :state, captured_minor = r.captured, released_minor = c.held_minor - r.captured,"
    " order_id = r.order_id, release = :release, resolved_at = :at, changed_at = :at"
    " FROM unnest(:ids, :captured, :orders) AS r(id, captured, order_id) WHERE c.id = r.id"
).bindparams(
    bindparam("ids", type_=ARRAY(Uuid())),
    bindparam("captured", type_=ARRAY(BigInteger())),
    bindparam("orders", type_=ARRAY(Uuid())),
    bindparam("state", type_=String()),
    bindparam("release", type_=String()),
    bindparam("at", type_=UTCDateTime()),
)


def _resolve(
    work: Work,
    commitments: Sequence[Commitment],
    state: CommitmentState,
    captured: Sequence[int],
    order_ids: Sequence[UUID | None],
    release: str,
) -> None:
    """Write the outcome of locked commitments, in one statement."""
    values = {
        "ids": [one.id for one in commitments], "captured": list(captured), "orders": list(order_ids), "state": state,
        "release": release, "at": work.at,
    }  # fmt: skip
    prepared.run(work.session, _RESOLVE, values)


def _finish(work: Work, pool_id: UUID) -> None:
    """End a pool of which nothing is left to do; of two workers the later one sees that."""
    left = select(Commitment.id).where(Commitment.pool_id == pool_id, Commitment.state == CommitmentState.OPEN)
    pool = lock_pool(work, pool_id)
    if pool.finished_at is not None or pool.state == PoolState.MAKING:
        return
    if work.session.scalars(left.limit(1)).first() is not None:
        return
    pool.finished_at = work.at
    pool.version += 1
    return_goods(work, pool)
    work.record("pooling.pool_finished", "pool", pool.id, parties=(pool.seller_id,), after={"state": pool.state})


def _tell(work: Work, pool: Pool, one: Commitment, verb: str, told: Mapping[str, Any]) -> None:
    facts = {"pool": str(pool.id), "reference": pool.reference, "currency": one.currency, **told}
    work.record(verb, "commitment", one.id, parties=(one.buyer_id,), after=facts)
