"""Which goods should lie elsewhere: from a warehouse that has more than its regions will want to one that runs out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import ROUND_CEILING, Decimal
from typing import Final
from uuid import UUID

from trade.forecasting.rules.cover import HORIZON_DAYS

MOVE_DAYS: Final = 3
"""So many days goods are taken to be under way between two warehouses."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """A SKU in one warehouse: what is free there or on its way there, and what the regions it serves will want.

    ``high`` is what they will want in nine months of ten.
    """

    warehouse_id: UUID
    name: str
    free: int
    coming: int
    expected: Decimal
    high: Decimal

    @property
    def there(self) -> int:
        """What will serve its regions: also what is on its way."""
        return self.free + self.coming

    @property
    def days(self) -> Decimal | None:
        """Days of cover; ``None`` where nothing is wanted."""
        return (self.there / (self.expected / HORIZON_DAYS)).quantize(Decimal(1)) if self.expected > 0 else None

    @property
    def missing(self) -> Decimal:
        """What is missing to nine months of ten, where what lies there does not even last the 30 days as expected."""
        return max(self.high - self.there, Decimal(0)) if self.there < self.expected else Decimal(0)

    @property
    def spare(self) -> int:
        """What may leave: beyond nine months of ten, and only what is there already."""
        return min(self.free, max(self.there - int(self.high.to_integral_value(ROUND_CEILING)), 0))


@dataclass(frozen=True, slots=True)
class Move:
    """Units that should go from one warehouse to another, and leave by a day so that they are there in time."""

    giver: Shelf
    taker: Shelf
    units: int
    runs_out_on: date
    leave_by: date


def moves_of(shelves: Sequence[Shelf], *, available: int, pack: int, first_day: date) -> list[Move]:
    """The moves that a SKU's warehouses need, the one that runs out first before the others; whole cartons alone.

    No more leaves than can be sold of the SKU at all (``available``): the rest is promised.
    """
    left = {shelf.warehouse_id: shelf for shelf in shelves}
    found = []
    for taker in sorted(shelves, key=lambda shelf: (shelf.days if shelf.days is not None else Decimal(0), shelf.name)):
        missing = taker.missing
        for giver in sorted(left.values(), key=lambda shelf: (-shelf.spare, shelf.name)):
            wanted = int((missing / pack).to_integral_value(ROUND_CEILING)) * pack
            units = min(wanted, giver.spare // pack * pack, available // pack * pack)
            if units <= 0 or giver.warehouse_id == taker.warehouse_id:
                continue
            out_on = first_day + timedelta(days=int(taker.days or 0))
            found.append(Move(giver, taker, units, out_on, max(out_on - timedelta(days=MOVE_DAYS), first_day)))
            left[giver.warehouse_id] = replace(giver, free=giver.free - units)
            available -= units
            missing = max(missing - units, Decimal(0))
    return found
