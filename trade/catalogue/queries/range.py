"""A seller's own range."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import bindparam, func, select, tuple_
from sqlalchemy.orm import Session

from trade.catalogue.models import SKU, Category, Product
from trade.catalogue.queries.commission import rate_at
from trade.catalogue.queries.search import matching
from trade.kernel.actor import Actor
from trade.kernel.base import UTCDateTime
from trade.kernel.errors import NotFound
from trade.kernel.paging import PAGE_ROWS_MAX, Page, from_cursor, page_of
from trade.parties.rules import TaxClass


@dataclass(frozen=True, slots=True)
class ProductRow:
    """A product of the seller's, with its SKU. ``wanted`` differs from ``state`` where it is held back."""

    product_id: UUID
    sku_id: UUID
    code: str
    specification: str
    name: str
    name_zh: str
    category_name: str
    category_name_zh: str
    state: str
    unit: str
    moq: int
    multiple: int
    created_at: datetime
    pack_size: int
    barcode: str
    wanted: str
    tax_class: TaxClass


@dataclass(frozen=True, slots=True)
class CategoryChoice:
    """A category a product can be put in, and what the platform takes there."""

    id: UUID
    name: str
    name_zh: str
    commission_rate: Decimal


def own_products(
    session: Session, actor: Actor, *, search: str = "", state: str = "", cursor: str | None = None
) -> Page[ProductRow]:
    """A page of the actor's products, by code; only those in ``state`` where one is given."""
    query = (
        select(Product, SKU, Category)
        .join(SKU, SKU.product_id == Product.id)
        .join(Category, Category.id == Product.category_id)
        .where(Product.seller_id == actor.organisation, *matching(session, search))
        .order_by(SKU.code, SKU.id)
        .limit(PAGE_ROWS_MAX + 1)
    )
    if state:
        query = query.where(Product.state == state)
    after = from_cursor(cursor, str, UUID)
    if after:
        query = query.where(tuple_(SKU.code, SKU.id) > after)
    rows = [_row(*row) for row in session.execute(query)]
    return page_of(rows, PAGE_ROWS_MAX, lambda row: (row.code, str(row.sku_id)))


def product_states(session: Session, actor: Actor) -> dict[str, int]:
    """How many of the actor's products are in each state."""
    own = select(Product.state, func.count()).where(Product.seller_id == actor.organisation)
    return dict(session.execute(own.group_by(Product.state)).all())


def own_sku_by_code(session: Session, actor: Actor, code: str) -> UUID | None:
    """The product of the actor's that has this code, as people type it."""
    return session.scalar(
        select(Product.id).where(Product.seller_id == actor.organisation, func.lower(Product.code) == code.lower())
    )


def own_sku_of_code(session: Session, actor: Actor, code: str) -> UUID | None:
    """The SKU of the actor's that has this code, as people type it."""
    own = select(SKU.id).where(SKU.seller_id == actor.organisation, func.lower(SKU.code) == code.lower())
    return session.scalars(own).first()


def product_of(session: Session, actor: Actor, sku_id: UUID) -> UUID:
    """The product of one of the actor's SKUs; ``NotFound`` for a stranger's."""
    found = session.scalar(select(SKU.product_id).where(SKU.id == sku_id, SKU.seller_id == actor.organisation))
    if found is None:
        raise NotFound("sku", sku_id)
    return found


def own_product(session: Session, actor: Actor, product_id: UUID) -> tuple[Product, SKU]:
    """One product of the actor's and the SKU it was made with; ``NotFound`` for a stranger's."""
    row = session.execute(
        select(Product, SKU)
        .join(SKU, SKU.product_id == Product.id)
        .where(Product.id == product_id, Product.seller_id == actor.organisation)
        .order_by(SKU.id)
        .limit(1)
    ).first()
    if row is None:
        raise NotFound("product", product_id)
    return row[0], row[1]


def category_choices(session: Session, at: datetime) -> Sequence[CategoryChoice]:
    """All categories, in their order, with what the platform takes at ``at``."""
    rate = rate_at(bindparam("at", at, type_=UTCDateTime()))
    rows = session.execute(select(Category.id, Category.name, Category.name_zh, rate).order_by(Category.position))
    return [CategoryChoice(*row) for row in rows]


def _row(product: Product, sku: SKU, category: Category) -> ProductRow:
    return ProductRow(
        product_id=product.id,
        sku_id=sku.id,
        code=sku.code,
        specification=sku.specification,
        name=product.name,
        name_zh=product.name_zh,
        category_name=category.name,
        category_name_zh=category.name_zh,
        state=product.state if sku.archived_at is None else "withdrawn",
        unit=sku.unit,
        moq=sku.moq,
        multiple=sku.multiple,
        created_at=product.created_at,
        pack_size=sku.pack_size,
        barcode=sku.barcode,
        wanted=(product.state_wanted or product.state) if sku.archived_at is None else "withdrawn",
        tax_class=TaxClass(product.tax_class),
    )
