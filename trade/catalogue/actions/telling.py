"""Telling more of a product: its properties, and the marks that it bears."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from uuid import UUID

from sqlalchemy import delete, insert, select

from trade.catalogue.models import Product, ProductMark, Property
from trade.catalogue.rules import Borne, Said, check_marks, check_properties
from trade.kernel.actor import Permission
from trade.kernel.errors import NotFound
from trade.kernel.locks import lock_one
from trade.kernel.work import Work, action


@action(Permission.SELL)
def set_properties(work: Work, product_id: UUID, properties: Sequence[Said]) -> UUID:
    """Let exactly these properties of one of the actor's products be told, in this order."""
    check_properties(properties)
    product = lock_own(work, product_id)
    work.session.execute(delete(Property).where(Property.product_id == product_id))
    rows = [
        {"product_id": product_id, "position": position, "seller_id": product.seller_id, **asdict(said)}
        for position, said in enumerate(properties, 1)
    ]
    if rows:
        work.session.execute(insert(Property), rows)
    told = [{name: text for name, text in asdict(said).items() if text} for said in properties]
    work.record("catalogue.properties_set", "product", product_id, after={"properties": told})
    return product_id


@action(Permission.SELL)
def set_marks(work: Work, product_id: UUID, marks: Sequence[Borne]) -> UUID:
    """Let one of the actor's products bear exactly these marks."""
    check_marks(marks)
    product = lock_own(work, product_id)
    work.session.execute(delete(ProductMark).where(ProductMark.product_id == product_id))
    rows = [
        {"product_id": product_id, "seller_id": product.seller_id, "mark": borne.mark.value,
         "certificate": borne.certificate, "valid_until": borne.valid_until}
        for borne in marks
    ]  # fmt: skip
    if rows:
        work.session.execute(insert(ProductMark), rows)
    told = {b.mark.value: [b.certificate, b.valid_until.isoformat() if b.valid_until else ""] for b in marks}
    work.record("catalogue.marks_set", "product", product_id, after={"marks": told})
    return product_id


def lock_own(work: Work, product_id: UUID) -> Product:
    """Lock one of the actor's products; ``NotFound`` for a stranger's."""
    own = select(Product).where(Product.id == product_id, Product.seller_id == work.actor.organisation)
    product = lock_one(work.session, own)
    if product is None:
        raise NotFound("product", product_id)
    return product
