"""Holding products back from sale, whatever their sellers want; upper areas decide which and why."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import aliased

from trade.catalogue.models import SKU, PackPart, Product
from trade.catalogue.rules import HELD_BACK
from trade.kernel.locks import lock_rows
from trade.kernel.work import Work

_PACK, _PART = aliased(SKU, name="pack"), aliased(SKU, name="part")
_PARTS: Final = (
    select(_PACK.product_id, _PART.product_id)
    .join(PackPart, PackPart.pack_id == _PACK.id)
    .join(_PART, _PART.id == PackPart.part_id)
)
"""Products of packs, each with a product that is in one."""


def lock_with_packs(work: Work, product_id: UUID) -> Sequence[Product]:
    """Lock a product and those whose packs hold it, in key order."""
    packs = _PARTS.with_only_columns(_PACK.product_id).where(_PART.product_id == product_id)
    wanted = select(Product).where((Product.id == product_id) | Product.id.in_(packs)).order_by(Product.id)
    return lock_rows(work.session, wanted)


def parts_of_products(work: Work, product_ids: Collection[UUID]) -> dict[UUID, set[UUID]]:
    """Each of these products with itself and those that are in its packs."""
    found = {product_id: {product_id} for product_id in product_ids}
    for product_id, part_id in work.session.execute(_PARTS.where(_PACK.product_id.in_(product_ids))):
        found[product_id].add(part_id)
    return found


def skus_of(work: Work, product_id: UUID) -> list[UUID]:
    """The SKUs of a product."""
    return list(work.session.scalars(select(SKU.id).where(SKU.product_id == product_id).order_by(SKU.id)))


def hold_back(work: Work, product: Product) -> None:
    """Take a locked product off every list; what its seller wants of it meanwhile is kept for later."""
    if product.held_back_at is None:
        product.state_wanted, product.state, product.held_back_at = product.state, HELD_BACK, work.at
        _tell(work, product, "catalogue.held_back")


def let_go(work: Work, product: Product) -> None:
    """Let a locked product be what its seller wants again."""
    if product.held_back_at is not None:
        product.state, product.state_wanted, product.held_back_at = product.state_wanted or "draft", None, None
        _tell(work, product, "catalogue.let_go")


def _tell(work: Work, product: Product, verb: str) -> None:
    work.session.flush()
    work.record(verb, "product", product.id, parties=(product.seller_id,), after={"name": product.name})
