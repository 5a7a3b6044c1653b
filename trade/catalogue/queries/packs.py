"""What packs are made up of."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ARRAY, Uuid, any_, bindparam, func, select
from sqlalchemy.orm import Session, aliased

from trade.catalogue.models import SKU, PackPart, Product
from trade.catalogue.queries.family import specified
from trade.kernel import prepared
from trade.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class PartRow:
    """A part of a pack: ``quantity`` base units of it are in each."""

    sku_id: UUID
    code: str
    name: str
    name_zh: str
    unit: str
    quantity: int


@dataclass(frozen=True, slots=True)
class NamedPart:
    """A SKU of the seller's that may be a part, unless it is a pack itself."""

    sku_id: UUID
    code: str
    is_pack: bool


PART: Final = aliased(SKU, name="part")
PART_PRODUCT: Final = aliased(Product, name="part_product")
PART_COLUMNS: Final[tuple[Any, ...]] = (
    PART.id,
    PART.code,
    specified(PART_PRODUCT.name, PART.specification),
    specified(PART_PRODUCT.name_zh, PART.specification),
    PART.unit,
    PackPart.quantity,
)
"""What :class:`PartRow` is made of, beside :data:`PARTS`."""

_PARTS: Final = (
    select(PackPart.pack_id, *PART_COLUMNS)
    .join(PART, PART.id == PackPart.part_id)
    .join(PART_PRODUCT, PART_PRODUCT.id == PART.product_id)
    .where(PackPart.pack_id == any_(bindparam("pack_ids", type_=ARRAY(Uuid()))))
    .order_by(PackPart.pack_id, PackPart.position)
)


def parts_of(session: Session, sku_ids: Collection[UUID]) -> dict[UUID, list[PartRow]]:
    """The parts of those of these SKUs that are packs, each in their order."""
    found: dict[UUID, list[PartRow]] = {}
    for pack_id, *part in prepared.run(session, _PARTS, {"pack_ids": list(sku_ids)}):
        found.setdefault(pack_id, []).append(PartRow(*part))
    return found


def packs_holding(session: Session, actor: Actor, sku_id: UUID) -> Sequence[PartRow]:
    """The actor's packs that a SKU of the actor's is a part of, each with how much of it is in one."""
    rows = session.execute(
        select(SKU.id, SKU.code, specified(Product.name), specified(Product.name_zh), SKU.unit, PackPart.quantity)
        .join(PackPart, PackPart.pack_id == SKU.id)
        .join(Product, Product.id == SKU.product_id)
        .where(PackPart.part_id == sku_id, SKU.seller_id == actor.organisation)
        .order_by(SKU.code)
    )
    return [PartRow(*row) for row in rows]


def named_parts(session: Session, actor: Actor, codes: Collection[str]) -> dict[str, NamedPart]:
    """The actor's SKUs with these codes, by the code in small letters."""
    wanted = {code.lower() for code in codes}
    rows = session.execute(
        select(SKU.id, SKU.code, SKU.is_pack).where(
            SKU.seller_id == actor.organisation, func.lower(SKU.code).in_(wanted)
        )
    )
    return {row.code.lower(): NamedPart(*row) for row in rows}
