"""Promising stock: allocation for orders, giving back, shipping, and reservations that end by themselves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Date, Integer, String, TextClause, bindparam, insert, text
from sqlalchemy.dialects.postgresql import UUID as PostgresUUID

from trade.kernel.actor import Permission
from trade.kernel.base import UTCDateTime
from trade.kernel.work import Work, action
from trade.stock.models import StockMove
from trade.stock.rules import Shortage, StockShort, Wanted

EXPIRY_BATCH = 200

_TYPES: Mapping[str, Any] = {
    "lines": ARRAY(PostgresUUID(as_uuid=True)),
    "skus": ARRAY(PostgresUUID(as_uuid=True)),
    "quantities": ARRAY(Integer),
    "owner": String,
    "region": String,
    "at": UTCDateTime(),
    "expires_at": UTCDateTime(),
    "delivered_on": Date,
}


def _function(call: str, *names: str) -> TextClause:
    return text(call).bindparams(*(bindparam(name, type_=_TYPES[name]) for name in names))


_ALLOCATE = _function(
    "SELECT * FROM stock_allocate(:lines, :skus, :quantities, :owner, :region, :at, :delivered_on)",
    "lines", "skus", "quantities", "owner", "region", "at", "delivered_on",
)  # fmt: skip
_RELEASE = _function(
    "SELECT * FROM stock_release(:lines, :skus, :quantities, :ships, :at, :delivered_on)",
    "lines", "skus", "quantities", "at", "delivered_on",
)  # fmt: skip
_LOCK = _function("SELECT stock_lock(:skus)", "skus")
_RESERVE = _function(
    "SELECT * FROM stock_reserve(:owner, :skus, :quantities, :expires_at, :at, :delivered_on)",
    "owner", "skus", "quantities", "expires_at", "at", "delivered_on",
)  # fmt: skip
_UNRESERVE = _function("SELECT stock_unreserve(:owner)", "owner")
_EXPIRE = _function("SELECT stock_expire(:at, :limit)", "at")


def allocate(
    work: Work,
    wanted: Sequence[Wanted],
    *,
    region: str | None = None,
    owner: str | None = None,
) -> None:
    """Allocate all of ``wanted`` or nothing; ``StockShort`` names what lacks.

    Goods come from the warehouse nearest to ``region``, there from the lot that expires first, and never from one that
    dies before delivery plus the SKU's shelf days. What ``owner`` has reserved is used up. One statement for each day of
    delivery that is asked for, which is nearly always one; the latest day first, since it has the fewest lots to choose
    from. The rows stay locked to the end of the transaction: call it late.
    """
    by_day: dict[date | None, list[Wanted]] = {}
    for one in wanted:
        by_day.setdefault(one.delivered_on, []).append(one)
    if len(by_day) > 1:  # all at once, in the order of keys: else two checkouts wait for each other
        lock_goods(work, [one.sku_id for one in wanted])
    short: list[Any] = []
    for day, of_day in sorted(by_day.items(), key=lambda item: item[0] or date.min, reverse=True):
        arguments = {**_columns(of_day), "owner": owner, "region": region, "at": work.at, "delivered_on": day}
        short += work.session.execute(_ALLOCATE, arguments).all()
    _require(short)


def lock_goods(work: Work, sku_ids: Sequence[UUID]) -> None:
    """Lock the stock of these before it is asked for piece by piece: all at once, in the order of keys."""
    work.session.execute(_LOCK, {"skus": list(sku_ids)})


def release(work: Work, unwanted: Sequence[Wanted]) -> None:
    """Give allocated quantities back to where they were taken from: an order was cancelled or closed short."""
    work.session.execute(_RELEASE, {**_columns(unwanted), "ships": False, "at": work.at, "delivered_on": None})


def ship(work: Work, leaving: Sequence[Wanted], shipment_id: UUID, *, delivered_on: date | None = None) -> None:
    """Let allocated goods leave the places they were allocated from, what expires first before the rest.

    Nothing leaves that will be dead when it arrives: call ``replace_dead`` before, and ship no more than keeps.
    """
    arguments = {**_columns(leaving), "ships": True, "at": work.at, "delivered_on": delivered_on}
    taken = work.session.execute(_RELEASE, arguments).all()
    rows = [
        {
            "sku_id": row.sku,
            "seller_id": row.seller,
            "kind": "shipped",
            "change": -row.quantity,
            "reason": "",
            "shipment_id": shipment_id,
            "person_id": work.actor.person_id,
            "at": work.at,
            "warehouse_id": row.warehouse,
            "lot": row.lot,
        }
        for row in taken
    ]
    work.session.execute(insert(StockMove), rows)


def reserve(
    work: Work, owner: str, quantities: Mapping[UUID, int], *, until: datetime, delivered_on: date | None = None
) -> None:
    """Reserve for ``owner``, in place of what it had of these SKUs: all of it or nothing; zero gives back.

    What the owner has reserved before never counts against it; ``StockShort`` says what it could have. Lots that die
    before ``delivered_on`` plus the SKU's shelf days do not count; without a day, goods leave at once.
    """
    arguments = {
        "owner": owner,
        "skus": list(quantities),
        "quantities": list(quantities.values()),
        "expires_at": until,
        "at": work.at,
        "delivered_on": delivered_on,
    }
    _require(work.session.execute(_RESERVE, arguments).all())


def unreserve(work: Work, owner: str) -> None:
    """Give back all that ``owner`` has reserved: it was cancelled, failed, or wants it no more."""
    work.session.execute(_UNRESERVE, {"owner": owner})


@action(Permission.OVERSEE)
def expire_reservations(work: Work, *, limit: int = EXPIRY_BATCH) -> int:
    """Forget reservations that are over, of so many SKUs at the most; answer how many there were."""
    forgotten: int = work.session.execute(_EXPIRE, {"at": work.at, "limit": limit}).scalar_one()
    return forgotten


def _columns(wanted: Sequence[Wanted]) -> dict[str, list[Any]]:
    return {
        "lines": [one.line_id for one in wanted],
        "skus": [one.sku_id for one in wanted],
        "quantities": [one.quantity for one in wanted],
    }


def _require(rows: Sequence[Any]) -> None:
    if rows:
        raise StockShort([Shortage(sku_id, available) for sku_id, available in rows])
