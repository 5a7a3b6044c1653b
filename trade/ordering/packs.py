"""Packs in orders: one line at the pack's price, whose stock is that of its parts."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from sqlalchemy import Text, case, cast, func, select
from sqlalchemy.dialects.postgresql import aggregate_order_by

from trade.catalogue.models import SKU, PackPart
from trade.catalogue.queries.packs import PART, PART_COLUMNS, PART_PRODUCT
from trade.catalogue.rules import packs_from
from trade.kernel.work import Work
from trade.ordering.models import OrderLine, OrderLinePart
from trade.stock.rules import Shortage, Wanted
from trade.stock.selling import PART_AVAILABLE, PART_LEVEL

if TYPE_CHECKING:
    from trade.ordering.offers import Offer


@dataclass(frozen=True, slots=True)
class OfferedPart:
    """A part of a pack on offer: so many base units in each, and what is available of it."""

    sku_id: UUID
    code: str
    name: str
    name_zh: str
    unit: str
    quantity: int
    available: int


_LISTED: Final = (
    select(func.json_agg(aggregate_order_by(func.json_build_array(*PART_COLUMNS, PART_AVAILABLE), PackPart.position)))
    .select_from(PackPart)
    .join(PART, PART.id == PackPart.part_id)
    .join(PART_PRODUCT, PART_PRODUCT.id == PART.product_id)
    .outerjoin(PART_LEVEL, PART_LEVEL.sku_id == PackPart.part_id)
    .where(PackPart.pack_id == SKU.id)
    .correlate(SKU)
    .scalar_subquery()
)
PARTS: Final = case((SKU.is_pack, cast(_LISTED, Text)), else_=None)
"""The parts of a pack as JSON text in the row of its offer; nothing, at no cost, for what is no pack."""


def parts_from(listed: str | None) -> tuple[OfferedPart, ...]:
    """Read a value of :data:`PARTS`."""
    return tuple(OfferedPart(UUID(part[0]), *part[1:]) for part in (json.loads(listed) if listed else ()))


def needs(offer: Offer) -> Mapping[UUID, tuple[int, int]]:
    """What one unit of an offer takes from the shelf: by SKU, how many base units, and how many are available."""
    if not offer.parts:
        return {offer.sku_id: (1, offer.available)}
    return {part.sku_id: (part.quantity, part.available) for part in offer.parts}


def beside(offers: Collection[Offer], quantities: Mapping[UUID, int]) -> dict[UUID, Offer]:
    """The offers as they are to somebody who buys these quantities at once: what one line takes, another cannot have."""
    if not any(offer.parts for offer in offers):
        return {offer.sku_id: offer for offer in offers}
    taken: Counter[UUID] = Counter()
    for offer in offers:
        for sku_id, (units, _) in needs(offer).items():
            taken[sku_id] += units * quantities[offer.sku_id]
    found = {}
    for offer in offers:
        own = quantities[offer.sku_id]
        left = [(has - (taken[sku_id] - units * own), units) for sku_id, (units, has) in needs(offer).items()]
        found[offer.sku_id] = replace(offer, available=min(offer.available, packs_from(left)))
    return found


def short_lines(offers: Iterable[Offer], shortages: Sequence[Shortage]) -> list[Shortage]:
    """Say what is short by what was ordered: of packs, how many can be made up of what is left of a part."""
    left = {short.sku_id: short.available for short in shortages}
    found = []
    for offer in offers:
        lacking = [(left[sku_id], units) for sku_id, (units, _) in needs(offer).items() if sku_id in left]
        if lacking:
            found.append(Shortage(offer.sku_id, packs_from(lacking)))
    return sorted(found, key=lambda short: short.sku_id)


def part_rows(line: Mapping[str, Any], offer: Offer) -> list[dict[str, Any]]:
    """What is frozen with a line of an order for a pack; nothing for other lines."""
    return [
        {
            "line_id": line["id"],
            "sku_id": part.sku_id,
            "buyer_id": line["buyer_id"],
            "seller_id": line["seller_id"],
            "position": position,
            "quantity": part.quantity,
            "sku_code": part.code,
            "name": part.name,
            "name_zh": part.name_zh,
            "unit": part.unit,
        }
        for position, part in enumerate(offer.parts, 1)
    ]


def wanted_of(line: Mapping[str, Any], offer: Offer, day: date | None) -> list[Wanted]:
    """What a new line wants of the stock: its SKU, or the parts of the pack."""
    return [Wanted(line["id"], sku_id, units * line["quantity"], day) for sku_id, (units, _) in needs(offer).items()]


def on_shelf(work: Work, lines: Sequence[tuple[OrderLine, int]]) -> list[Wanted]:
    """What quantities of lines that were ordered are on the shelf: the SKU itself, or the parts frozen with the line."""
    rows = work.session.execute(
        select(OrderLinePart.line_id, OrderLinePart.sku_id, OrderLinePart.quantity).where(
            OrderLinePart.line_id.in_([line.id for line, _ in lines])
        )
    )
    parts: dict[UUID, list[tuple[UUID, int]]] = {}
    for line_id, sku_id, units in rows:
        parts.setdefault(line_id, []).append((sku_id, units))
    return [
        Wanted(line.id, sku_id, units * quantity)
        for line, quantity in lines
        for sku_id, units in parts.get(line.id, [(line.sku_id, 1)])
    ]
