"""Lots that grow old: how long goods must keep after delivery, and weighing anew what can still be sold."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ARRAY, Uuid, bindparam, select, text

from trade.kernel.actor import Permission
from trade.kernel.base import UTCDateTime
from trade.kernel.errors import InvalidInput
from trade.kernel.work import Work, action
from trade.stock.models import Holding
from trade.stock.moving import lock_level
from trade.stock.rules import SHELF_DAYS_MAX

WEIGH_BATCH = 500

_WEIGH = text("SELECT stock_weigh(:skus, :at)").bindparams(
    bindparam("skus", type_=ARRAY(Uuid())), bindparam("at", type_=UTCDateTime())
)


@action(Permission.SHIP)
def set_shelf_days(work: Work, sku_id: UUID, *, days: int) -> int:
    """Say how many days a SKU must keep after delivery: a lot that dies earlier is not sold any more."""
    if not 0 <= days <= SHELF_DAYS_MAX:
        raise InvalidInput("days", "out_of_range", maximum=SHELF_DAYS_MAX)
    level = lock_level(work, sku_id)
    before = level.shelf_days
    level.shelf_days = days
    work.session.flush()
    weigh(work, [sku_id])
    work.record(
        "stock.shelf_days_set", "sku", sku_id, parties=(level.seller_id,),
        before={"shelf_days": before}, after={"shelf_days": days},
    )  # fmt: skip
    work.session.expire(level)
    return days


@action(Permission.OVERSEE)
def weigh_lots(work: Work, *, after: UUID | None = None, limit: int = WEIGH_BATCH) -> UUID | None:
    """Weigh SKUs that have lots with a last day, as time has gone on; answer the last one, none when all are done."""
    statement = select(Holding.sku_id).where(Holding.expires_on.is_not(None), Holding.on_hand > 0).distinct()
    if after is not None:
        statement = statement.where(Holding.sku_id > after)
    sku_ids = list(work.session.scalars(statement.order_by(Holding.sku_id).limit(limit)))
    weigh(work, sku_ids)
    return sku_ids[-1] if len(sku_ids) == limit else None


def weigh(work: Work, sku_ids: list[UUID]) -> None:
    """Write down how much of these SKUs lies there that dies too early to be sold now."""
    work.session.execute(_WEIGH, {"skus": sku_ids, "at": work.at})
