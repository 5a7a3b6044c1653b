"""Goods that must not be sold: asked again once their stock is locked, behind which a product is held back."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import ARRAY, Uuid, any_, bindparam, select

from trade.catalogue.models import SKU, Product
from trade.catalogue.queries import specified
from trade.catalogue.rules import HELD_BACK
from trade.kernel import prepared
from trade.kernel.prepared import fixed
from trade.kernel.work import Work
from trade.ordering.models import OrderLine
from trade.ordering.rules import HeldBack

_HELD: Final = (
    select(SKU.id, specified(Product.name), Product.held_back_at)
    .join(Product, Product.id == SKU.product_id)
    .where(SKU.id == any_(bindparam("sku_ids", type_=ARRAY(Uuid()))), Product.state == fixed(HELD_BACK))
    .order_by(SKU.id)
)


def require_sellable(work: Work, sku_ids: Collection[UUID]) -> None:
    """Raise ``HeldBack`` where one of these must not be sold.

    Whoever holds a product back locks its stock first, as whoever orders it does: asked behind the lock, one of the two sees the other.
    """
    for sku_id, name, since in prepared.run(work.session, _HELD, {"sku_ids": list(sku_ids)}):
        raise HeldBack(sku_id, name, since)


def require_leaving(work: Work, lines: Sequence[OrderLine]) -> None:
    """Raise ``HeldBack`` where a line must not leave: its product is held back, and the platform has not cleared it since."""
    by_sku = {line.sku_id: line for line in lines}
    for sku_id, name, since in prepared.run(work.session, _HELD, {"sku_ids": list(by_sku)}):
        if waits(by_sku[sku_id], since):
            raise HeldBack(sku_id, name, since)


def waits(line: OrderLine, held_back_at: datetime | None) -> bool:
    """Whether a line must not leave, its product being held back since then."""
    return held_back_at is not None and (line.cleared_at is None or line.cleared_at < held_back_at)
