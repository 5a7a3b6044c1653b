"""How much of a SKU can be sold, as statements ask it: what its own level says, or for a pack the least of its parts."""

from __future__ import annotations

from typing import Final

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import aliased

from trade.catalogue.models import SKU, PackPart
from trade.kernel.prepared import fixed
from trade.stock.models import StockLevel

PART_LEVEL: Final = aliased(StockLevel, name="part_level")
PART_AVAILABLE: Final[ColumnElement[int]] = func.coalesce(PART_LEVEL.available, fixed(0))
"""What can be sold of a part, where :data:`PART_LEVEL` is joined from the outside."""


def _packs(units: ColumnElement[int]) -> ColumnElement[int]:
    """How many packs so many units of each part are good for."""
    return (
        select(func.coalesce(func.min(units // PackPart.quantity), fixed(0)))
        .select_from(PackPart)
        .outerjoin(PART_LEVEL, PART_LEVEL.sku_id == PackPart.part_id)
        .where(PackPart.pack_id == SKU.id)
        .correlate(SKU)
        .scalar_subquery()
    )


PACKS_ON_HAND: Final[ColumnElement[int]] = _packs(func.coalesce(PART_LEVEL.on_hand, fixed(0)))
"""How many of a pack could be made up of all that lies there of its parts, whomever it belongs to."""

AVAILABLE: Final[ColumnElement[int]] = case(
    (SKU.is_pack, _packs(PART_AVAILABLE)), else_=func.coalesce(StockLevel.available, fixed(0))
)
"""What can be sold of a SKU, in statements that select from it and join its level from the outside.

The same as :func:`trade.catalogue.rules.packs_from` of the parts of a pack. It costs nothing for what is none.
"""
