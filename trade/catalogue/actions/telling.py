"""Telling more of a product: its properties, and the marks that it bears."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any
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
    lock_own(work, product_id)
    tell_many(work, {product_id: properties}, {})
    return product_id


@action(Permission.SELL)
def set_marks(work: Work, product_id: UUID, marks: Sequence[Borne]) -> UUID:
    """Let one of the actor's products bear exactly these marks."""
    check_marks(marks)
    lock_own(work, product_id)
    tell_many(work, {}, {product_id: marks})
    return product_id


def tell_many(work: Work, properties: Mapping[UUID, Sequence[Said]], marks: Mapping[UUID, Sequence[Borne]]) -> None:
    """Let many products be told of, as a sheet says; the caller has locked and judged them. Four statements."""
    for model, told in ((Property, properties), (ProductMark, marks)):
        if told:
            work.session.execute(delete(model).where(model.product_id.in_(told)))
    seller_id = work.actor.organisation
    lines: list[dict[str, Any]] = [
        {"product_id": product_id, "position": position, "seller_id": seller_id, **asdict(said)}
        for product_id, all_said in properties.items()
        for position, said in enumerate(all_said, 1)
    ]
    bearing: list[dict[str, Any]] = [
        _mark_row(product_id, seller_id, borne) for product_id, all_borne in marks.items() for borne in all_borne
    ]
    if lines:
        work.session.execute(insert(Property), lines)
    if bearing:
        work.session.execute(insert(ProductMark), bearing)
    for product_id, all_said in properties.items():
        work.record("catalogue.properties_set", "product", product_id, after={"properties": _properties(all_said)})
    for product_id, all_borne in marks.items():
        work.record("catalogue.marks_set", "product", product_id, after={"marks": _marks(all_borne)})


def _mark_row(product_id: UUID, seller_id: UUID, borne: Borne) -> dict[str, Any]:
    return {
        "product_id": product_id, "seller_id": seller_id, "mark": borne.mark.value, "certificate": borne.certificate,
        "valid_until": borne.valid_until,
    }  # fmt: skip


def _properties(properties: Sequence[Said]) -> list[dict[str, str]]:
    return [{name: text for name, text in asdict(said).items() if text} for said in properties]


def _marks(marks: Sequence[Borne]) -> dict[str, list[str]]:
    return {b.mark.value: [b.certificate, b.valid_until.isoformat() if b.valid_until else ""] for b in marks}


def lock_own(work: Work, product_id: UUID) -> Product:
    """Lock one of the actor's products; ``NotFound`` for a stranger's."""
    own = select(Product).where(Product.id == product_id, Product.seller_id == work.actor.organisation)
    product = lock_one(work.session, own)
    if product is None:
        raise NotFound("product", product_id)
    return product
