"""A product in several specifications: each is a SKU of its own, with its code, quantities and stock."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from uuid import UUID

from sqlalchemy import select

from trade.catalogue.indexing import index_product
from trade.catalogue.models import SKU, Product
from trade.catalogue.rules import CodeTaken, fold, quantity_rule_problem
from trade.kernel.actor import Permission
from trade.kernel.errors import InvalidInput, NotFound
from trade.kernel.ids import new_id
from trade.kernel.locks import lock_one
from trade.kernel.work import Work, action


@dataclass(frozen=True, slots=True)
class SKUSheet:
    """What a seller says of one specification of a product."""

    code: str
    specification: str
    barcode: str
    pack_size: int
    moq: int
    multiple: int


@action(Permission.SELL)
def add_sku(work: Work, product_id: UUID, sheet: SKUSheet) -> UUID:
    """Add a specification to one of the actor's products; it counts in the unit of the others."""
    product = _own(work, product_id)
    others = _skus(work, product_id)
    _check(work, sheet, others)
    taken = select(SKU.id).where(SKU.seller_id == product.seller_id, SKU.code == sheet.code)
    if work.session.scalar(taken) is not None:
        raise CodeTaken(sheet.code)
    sku = SKU(
        id=new_id(), product_id=product_id, seller_id=product.seller_id, unit=others[0].unit, **asdict(sheet)
    )  # fmt: skip
    work.session.add(sku)
    work.session.flush()
    index_product(work.session, product, [sku])
    work.record("catalogue.sku_added", "product", product_id, after=asdict(sheet))
    return sku.id


@action(Permission.SELL)
def edit_sku(work: Work, sku_id: UUID, sheet: SKUSheet, *, is_offered: bool) -> UUID:
    """Change a specification, or take it off sale; its code stays, since papers refer to it."""
    sku = work.session.get(SKU, sku_id)
    if sku is None or sku.seller_id != work.actor.organisation:
        raise NotFound("sku", sku_id)
    product = _own(work, sku.product_id)
    _check(work, sheet, [other for other in _skus(work, product.id) if other.id != sku_id])
    before = {name: getattr(sku, name) for name in asdict(sheet)} | {"is_offered": sku.archived_at is None}
    after = asdict(sheet) | {"code": sku.code, "is_offered": is_offered}
    for name, value in after.items():
        if name != "is_offered":
            setattr(sku, name, value)
    if not is_offered:
        sku.archived_at = sku.archived_at or work.at
    else:
        sku.archived_at = None
    product.version += 1  # the form of the product shows what its first SKU says
    index_product(work.session, product, [sku])
    changed = [name for name in after if before[name] != after[name]]
    work.record(
        "catalogue.sku_edited", "product", product.id,
        before={name: before[name] for name in changed}, after={name: after[name] for name in changed},
    )  # fmt: skip
    return product.id


def first_sku(work: Work, product_id: UUID) -> SKU | None:
    """Return the SKU that the product was made with."""
    return lock_one(work.session, select(SKU).where(SKU.product_id == product_id).order_by(SKU.id).limit(1))


def _own(work: Work, product_id: UUID) -> Product:
    own = select(Product).where(Product.id == product_id, Product.seller_id == work.actor.organisation)
    product = lock_one(work.session, own)
    if product is None:
        raise NotFound("product", product_id)
    return product


def _skus(work: Work, product_id: UUID) -> list[SKU]:
    return list(work.session.scalars(select(SKU).where(SKU.product_id == product_id).order_by(SKU.id)))


def _check(work: Work, sheet: SKUSheet, others: list[SKU]) -> None:
    problem = quantity_rule_problem(sheet.moq, sheet.multiple)
    if problem:
        raise InvalidInput("moq", problem, multiple=sheet.multiple)
    if others and not sheet.specification:
        raise InvalidInput("specification", "unnamed")
    if any(fold(other.specification) == fold(sheet.specification) for other in others):
        raise InvalidInput("specification", "taken_here")
