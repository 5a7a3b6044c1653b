"""What stands now of the goods that a sheet names."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from trade.catalogue.models import SKU, Category, Product
from trade.catalogue.queries import Particulars, PartRow, named_parts, parts_of, told_of
from trade.kernel.actor import Actor
from trade.kernel.cells import folded
from trade.kernel.quantities import QuantityRule
from trade.parties.queries import tax_rates_of
from trade.parties.rules import TaxClass, TaxRates
from trade.pricing.queries.calendar import base_ladders
from trade.pricing.rules.ladders import Ladder
from trade.pricing.rules.particulars import Beside, PartCode, parts_named
from trade.pricing.rules.rows import Good, KnownGood, SheetLine


def sold_in(session: Session, actor: Actor, codes: Collection[str]) -> dict[str, QuantityRule]:
    """How the actor's SKUs with these codes are sold, by code."""
    own = select(SKU.code, SKU.moq, SKU.multiple).where(SKU.seller_id == actor.organisation, SKU.code.in_(codes))
    return {code: QuantityRule(minimum, multiple) for code, minimum, multiple in session.execute(own)}


def goods_by_code(session: Session, seller_id: UUID, codes: Collection[str], at: datetime) -> dict[str, KnownGood]:
    """The seller's SKUs with these codes, by code in small letters; as many statements, however many."""
    wanted = {code.lower() for code in codes}
    statement = select(SKU, Product).join(Product, Product.id == SKU.product_id)
    own = statement.where(SKU.seller_id == seller_id, func.lower(SKU.code).in_(wanted)).order_by(SKU.code)
    rows = session.execute(own.execution_options(populate_existing=True)).all()
    ladders = base_ladders(session, [sku.id for sku, _ in rows], at)
    families = _families(session, {product.id for _, product in rows})
    told = told_of(session, [product.id for _, product in rows])
    parts = parts_of(session, [sku.id for sku, _ in rows])
    return {
        sku.code.lower(): _known(
            sku, product, ladders.get(sku.id), families[product.id], told[product.id], parts.get(sku.id, ())
        )
        for sku, product in rows
    }


def what_is_beside(session: Session, actor: Actor, lines: Sequence[SheetLine], at: datetime) -> Beside:
    """What some rows are judged by; the actor's taxes are looked up where one of them speaks of a tax class."""
    speaks = any("tax_class" in line.cells for line in lines)
    rates = tax_rates_of(session, actor.organisation, at) if speaks else TaxRates()
    return Beside(_category_names(session), part_codes(session, actor, lines), rates)


def part_codes(session: Session, actor: Actor, lines: Iterable[SheetLine]) -> dict[str, PartCode]:
    """The actor's SKUs that some row names as a part, by code in small letters."""
    named = named_parts(session, actor, parts_named(line.cells for line in lines))
    return {code: PartCode(part.sku_id, part.code, part.is_pack) for code, part in named.items()}


def _category_names(session: Session) -> dict[str, UUID]:
    """Every category by each of its names, folded as titles are."""
    rows = session.execute(select(Category.id, Category.slug, Category.name, Category.name_zh))
    return {folded(name): key for key, *names in rows for name in names if name}


def _families(session: Session, product_ids: Collection[UUID]) -> dict[UUID, dict[UUID, str]]:
    found: dict[UUID, dict[UUID, str]] = {}
    asked = select(SKU.product_id, SKU.id, SKU.specification).where(SKU.product_id.in_(product_ids))
    rows = session.execute(asked.order_by(SKU.id))  # two looks at the same goods say the same, in the same order
    for product_id, sku_id, specification in rows:
        found.setdefault(product_id, {})[sku_id] = specification
    return found


def _known(
    sku: SKU,
    product: Product,
    ladder: Ladder | None,
    family: dict[UUID, str],
    told: Particulars,
    parts: Sequence[PartRow],
) -> KnownGood:
    wanted = product.state_wanted or product.state
    good = Good(
        product.name, product.name_zh, product.category_id, sku.specification, sku.unit, sku.pack_size, sku.moq,
        sku.multiple, sku.barcode, wanted if sku.archived_at is None else "withdrawn",
        ladder.steps if ladder else (), told.marks, told.properties,
        tuple((part.code, part.quantity) for part in parts), TaxClass(product.tax_class),
    )  # fmt: skip
    read: dict[str, Any] = {"mode": ladder.mode, "counting": ladder.counting} if ladder else {}
    others = {key: said for key, said in family.items() if key != sku.id}
    return KnownGood(sku.id, product.id, sku.code, good, wanted == "offered", others=others, **read)
