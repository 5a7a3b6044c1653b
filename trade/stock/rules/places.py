"""Which goods may be sold, and from where first; what a place is. The database's functions say the same."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Protocol
from uuid import UUID

STOCK_MAX: Final = 100_000_000

DELIVERY_DAYS: Final = 3
"""So many days goods need to a buyer, unless a later day is asked for; the database's functions say the same."""

SHELF_DAYS_MAX: Final = 3650
LOT_MAX: Final = 40

SAME_COUNTRY: Final = 1000
ELSEWHERE: Final = 2000


def usable_on(expires_on: date | None, day: date) -> bool:
    """Whether goods may be used on ``day``: their last day included, and always where they have none."""
    return expires_on is None or expires_on >= day


def sold_until(today: date, shelf_days: int, delivered_on: date | None = None) -> date:
    """The day on which goods that are sold ``today`` must still be usable."""
    delivery = today + timedelta(days=DELIVERY_DAYS)
    return max(delivery, delivered_on or delivery) + timedelta(days=shelf_days)


@dataclass(frozen=True, slots=True)
class Area:
    """A region and its country."""

    region: str
    country: str


def distance(warehouse: Area | None, nearby: Sequence[str], buyer: Area | None) -> int:
    """How far a warehouse is from a buyer; of equally far ones the one that was opened first serves."""
    if buyer is None or warehouse is None:
        listed = buyer is not None and buyer.region in nearby
        return nearby.index(buyer.region) + 1 if buyer is not None and listed else ELSEWHERE
    if warehouse.region == buyer.region:
        return 0
    if buyer.region in nearby:
        return nearby.index(buyer.region) + 1
    return SAME_COUNTRY if warehouse.country == buyer.country else ELSEWHERE


@dataclass(frozen=True, slots=True)
class Place:
    """Where goods of a SKU lie: in which warehouse (none: the seller's home), and of which lot (empty: of none)."""

    warehouse_id: UUID | None = None
    lot: str = ""
    expires_on: date | None = None


AT_HOME: Final = Place()


@dataclass(frozen=True, slots=True)
class Wanted:
    """So many units of a SKU for an order line; ``delivered_on`` where that is later than goods can arrive."""

    line_id: UUID
    sku_id: UUID
    quantity: int
    delivered_on: date | None = None


@dataclass(frozen=True, slots=True)
class DeadUnits:
    """So many units that belong to an order line, of a lot that will be dead when they arrive."""

    sku_id: UUID
    lot: str
    expires_on: date
    quantity: int


class Units(Protocol):
    """So many units of a SKU, of whatever lot."""

    @property
    def sku_id(self) -> UUID:
        """Of which SKU."""

    @property
    def quantity(self) -> int:
        """How many."""


def can_leave(quantity: int, units: Mapping[UUID, int], dead: Iterable[Units]) -> int:
    """How many of ``quantity`` can leave, of which each takes ``units`` by SKU, where ``dead`` ones stay behind."""
    lying = {sku_id: quantity * of_each for sku_id, of_each in units.items()}
    for some in dead:
        lying[some.sku_id] -= some.quantity
    return min(lying[sku_id] // of_each for sku_id, of_each in units.items())


def in_cartons(units: int, pack_size: int) -> tuple[int, int]:
    """Base units as whole cartons and what is left beside them."""
    return divmod(units, pack_size)


def in_units(cartons: int, pack_size: int, loose: int = 0) -> int:
    """Whole cartons and loose units as base units, in which all stock is kept."""
    return cartons * pack_size + loose
