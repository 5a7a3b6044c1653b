"""What an inspection does to the sale of its product, and of packs that hold it.

A product is locked before its stock, and its stock before it changes: whoever orders or ships locks the stock first and asks
then (``trade.ordering.held_back``), so an order that comes at the same moment is either refused or seen as placed before.
"""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select, update

from trade.catalogue.actions import hold_back, let_go, lock_with_packs, parts_of_products, skus_of
from trade.kernel.work import Work
from trade.quality.models import Inspection
from trade.stock.actions import lock_goods


def lift(work: Work, by: Inspection) -> None:
    """Let a later inspection that passed end what earlier ones of the product hold back."""
    held = update(Inspection).where(Inspection.product_id == by.product_id, Inspection.holds)
    work.session.execute(held.values(holds=False, lifted_by_id=by.id))


def is_held_back(work: Work, product_id: UUID) -> bool:
    """Whether an inspection of the product holds it back."""
    return product_id in _holding(work, {product_id})


def follow(work: Work, product_id: UUID) -> None:
    """Hold a product and the packs with it back, or let them go, as all inspections together say."""
    products = lock_with_packs(work, product_id)
    lock_goods(work, skus_of(work, product_id))
    parts = parts_of_products(work, [product.id for product in products])
    holding = _holding(work, set().union(*parts.values()))
    for product in products:
        if parts[product.id] & holding:
            hold_back(work, product)
        else:
            let_go(work, product)
    if product_id in holding:
        work.later("fail_dead_pools")


def _holding(work: Work, product_ids: Collection[UUID]) -> set[UUID]:
    held = select(Inspection.product_id).where(Inspection.product_id.in_(product_ids), Inspection.holds)
    return set(work.session.scalars(held))
