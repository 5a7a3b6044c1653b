"""Setting a pool's goods aside: what it promises lies there, and keeps until it is delivered."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import select

from trade.catalogue.models import SKU
from trade.kernel.work import Work
from trade.parties.models import Organisation
from trade.pooling.models import Pool
from trade.pooling.rules import NotCovered, delivered_from
from trade.stock.actions import reserve, unreserve
from trade.stock.rules import StockShort

KEPT_AFTER: Final = timedelta(days=365)
"""A pool gives its stock back itself when it ends; should nobody ever close it, the reservation ends after so long."""


def owner_of(pool_id: UUID) -> str:
    """As whom a pool has reserved its stock."""
    return f"pool:{pool_id}"


def set_aside(work: Work, pool: Pool, quantities: Mapping[UUID, int]) -> None:
    """Reserve these quantities in place of what the pool had; ``StockShort`` where less keeps until it is delivered."""
    ordered_at = pool.arrived_at or pool.closes_at
    seller = work.session.get_one(Organisation, pool.seller_id, populate_existing=True)
    day = delivered_from(ordered_at, pool.time_zone, seller.lead_days)
    reserve(work, owner_of(pool.id), quantities, until=ordered_at + KEPT_AFTER, delivered_on=day)


def cover(work: Work, pool: Pool, quantities: Mapping[UUID, int]) -> None:
    """The same on the seller's behalf: ``NotCovered`` names the goods that are short by their codes."""
    try:
        set_aside(work, pool, quantities)
    except StockShort as short:
        named = select(SKU.id, SKU.code).where(SKU.id.in_([one.sku_id for one in short.shortages]))
        codes = {one.id: one.code for one in work.session.execute(named)}
        raise NotCovered(short.shortages, codes) from None


def return_goods(work: Work, pool: Pool) -> None:
    """Let others have what the pool still had reserved."""
    unreserve(work, owner_of(pool.id))
