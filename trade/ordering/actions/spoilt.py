"""Telling buyers of orders that cannot be served whole any more, since what was set aside died and nothing replaces it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final
from uuid import UUID

from sqlalchemy import Select, or_, select

from trade.kernel.actor import Permission
from trade.kernel.locks import skip_locked
from trade.kernel.work import Work, action
from trade.ordering.loading import lines_of
from trade.ordering.models import Order, OrderLine
from trade.ordering.packs import on_shelf
from trade.ordering.rules import OrderState
from trade.parties.models import Organisation
from trade.stock.models import Allocation
from trade.stock.queries import dies_too_early, irreplaceable
from trade.stock.rules import DeadUnits, can_leave

BATCH: Final = 200
UNSHIPPED: Final = (OrderState.PLACED, OrderState.CONFIRMED, OrderState.PARTLY_SHIPPED)


@action()
def tell_spoilt(work: Work, *, after: UUID | None = None) -> UUID | None:
    """Look at unshipped orders whose lots die too early, and tell of what became worse; nothing is moved.

    At most ``BATCH`` orders that come after one; answers the last of them, where there may be more. Shipping decides, not this:
    fresh goods may still arrive. A line for which they did is good again without a word.
    """
    work.actor.require(Permission.OVERSEE)
    orders = work.session.scalars(skip_locked(_due(work, after))).all()
    for order in orders:
        _look_at(work, order)
    return orders[-1].id if len(orders) == BATCH else None


def _due(work: Work, after: UUID | None) -> Select[Order]:
    dying = (
        select(OrderLine.order_id)
        .join(Allocation, Allocation.line_id == OrderLine.id)
        .join(Organisation, Organisation.id == OrderLine.seller_id)
        .where(dies_too_early(Organisation.time_zone, work.at, Order.requested_on), OrderLine.order_id == Order.id)
    )
    told = select(OrderLine.order_id).where(OrderLine.spoilt > 0, OrderLine.order_id == Order.id)
    wanted = select(Order).where(Order.state.in_(UNSHIPPED), or_(dying.exists(), told.exists()))
    if after is not None:
        wanted = wanted.where(Order.id > after)
    return wanted.order_by(Order.id).limit(BATCH)


def _look_at(work: Work, order: Order) -> None:
    lines = [line for line in lines_of(work, order) if line.open_quantity]
    units: dict[UUID, dict[UUID, int]] = {}
    for one in on_shelf(work, [(line, 1) for line in lines]):
        units.setdefault(one.line_id, {})[one.sku_id] = one.quantity
    dead = irreplaceable(
        work.session,
        [line.id for line in lines],
        work.at,
        region=order.delivery_region,
        delivered_on=order.requested_on,
    )
    worse = [line for line in lines if _judge(line, units[line.id], dead.get(line.id, ()))]
    if worse:
        work.record(
            "ordering.goods_spoilt",
            "order",
            order.id,
            parties=(order.buyer_id, order.seller_id),
            after={"state": order.state, "units": sum(line.spoilt for line in worse), "goods": worse[0].name},
        )


def _judge(line: OrderLine, units: Mapping[UUID, int], dead: Sequence[DeadUnits]) -> bool:
    """Keep how much of a line nothing is left for, and say whether that is more than before."""
    before, line.spoilt = line.spoilt, line.open_quantity - can_leave(line.open_quantity, units, dead)
    return line.spoilt > before
