"""Looking again at what orders are to have: lots that died since they were set aside give way to others."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from uuid import UUID

from sqlalchemy import ARRAY, Date, String, Uuid, bindparam, text

from trade.kernel.base import UTCDateTime
from trade.kernel.work import Work
from trade.stock.rules import DeadUnits

_REPLACE = text("SELECT * FROM stock_replace_dead(:lines, :skus, :region, :at, :delivered_on)").bindparams(
    bindparam("lines", type_=ARRAY(Uuid())),
    bindparam("skus", type_=ARRAY(Uuid())),
    bindparam("region", type_=String),
    bindparam("at", type_=UTCDateTime()),
    bindparam("delivered_on", type_=Date),
)


def replace_dead(
    work: Work, lines: Mapping[UUID, Collection[UUID]], *, region: str | None = None, delivered_on: date | None = None
) -> dict[UUID, list[DeadUnits]]:
    """Serve order lines (line to SKUs) from other lots where theirs would be dead when they arrive; answer what is left.

    Other lots are chosen as for a new order: the nearest warehouse first, there what expires first, nothing that is
    reserved. What is answered, by line, still belongs to the order, but cannot leave.
    """
    arguments = {
        "lines": list(lines), "skus": list({sku_id for skus in lines.values() for sku_id in skus}), "region": region,
        "at": work.at, "delivered_on": delivered_on,
    }  # fmt: skip
    left: dict[UUID, list[DeadUnits]] = {}
    for line_id, sku_id, lot, expires_on, quantity in work.session.execute(_REPLACE, arguments):
        left.setdefault(line_id, []).append(DeadUnits(sku_id, lot, expires_on, quantity))
    return left
