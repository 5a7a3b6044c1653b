"""The specifications of one product of the seller's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, case, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from trade.catalogue.models import SKU
from trade.kernel.actor import Actor
from trade.kernel.errors import NotFound
from trade.kernel.prepared import fixed

NAME_MAX: Final = 160
SPECIFICATION_MAX: Final = 40
BETWEEN: Final = " · "


@dataclass(frozen=True, slots=True)
class OwnSKU:
    """A specification as its seller edits it."""

    id: UUID
    product_id: UUID
    code: str
    specification: str
    barcode: str
    pack_size: int
    moq: int
    multiple: int
    is_offered: bool
    is_pack: bool


def specified(
    name: InstrumentedAttribute[str], specification: InstrumentedAttribute[str] = SKU.specification
) -> ColumnElement[str]:
    """A product's name with the SKU's specification behind it; short enough for the papers that freeze it."""
    longer = func.left(name, fixed(NAME_MAX - SPECIFICATION_MAX - len(BETWEEN))) + fixed(BETWEEN) + specification
    return case((or_(specification == fixed(""), name == fixed("")), name), else_=longer)


def own_skus(session: Session, actor: Actor, product_id: UUID) -> Sequence[OwnSKU]:
    """The specifications of one of the actor's products, the first one first."""
    own = select(SKU).where(SKU.product_id == product_id, SKU.seller_id == actor.organisation)
    return [_own(row) for row in session.scalars(own.order_by(SKU.id))]


def own_sku(session: Session, actor: Actor, sku_id: UUID) -> OwnSKU:
    """One of the actor's SKUs; ``NotFound`` for a stranger's."""
    row = session.scalar(select(SKU).where(SKU.id == sku_id, SKU.seller_id == actor.organisation))
    if row is None:
        raise NotFound("sku", sku_id)
    return _own(row)


def _own(row: SKU) -> OwnSKU:
    return OwnSKU(
        row.id, row.product_id, row.code, row.specification, row.barcode, row.pack_size, row.moq, row.multiple,
        row.archived_at is None, row.is_pack,
    )  # fmt: skip
