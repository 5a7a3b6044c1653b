"""Offering goods: products and their SKUs."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from uuid import UUID

from sqlalchemy import select

from trade.catalogue.actions.skus import first_sku
from trade.catalogue.indexing import index_product
from trade.catalogue.models import SKU, Category, Product
from trade.catalogue.rules import NEW_PLACE, CodeTaken, quantity_rule_problem
from trade.kernel.actor import Permission
from trade.kernel.errors import InvalidInput, NotFound, StaleVersion
from trade.kernel.ids import new_id
from trade.kernel.locks import lock_one
from trade.kernel.work import Work, action
from trade.parties.queries import tax_rates_of
from trade.parties.rules import TaxClass, TaxRates


@dataclass(frozen=True, slots=True)
class ProductSheet:
    """What a seller says of a product with one specification."""

    code: str
    name: str
    name_zh: str
    description: str
    category_id: UUID
    unit: str
    pack_size: int
    moq: int
    multiple: int
    barcode: str
    is_offered: bool
    tax_class: TaxClass = TaxClass.STANDARD


@dataclass(frozen=True, slots=True)
class ProductMade:
    """A new product and its SKU."""

    product_id: UUID
    sku_id: UUID


@action(Permission.SELL)
def create_product(work: Work, sheet: ProductSheet) -> ProductMade:
    """Add a product to the actor's range; it shows once it has a price and is offered.

    Raises ``InvalidInput`` for an unknown category, and for a tax class for which the actor's organisation has no rate.
    """
    _check(work, sheet)
    seller_id = work.actor.organisation
    taken = select(Product.id).where(Product.seller_id == seller_id, Product.code == sheet.code)
    if work.session.scalar(taken) is not None:
        raise CodeTaken(sheet.code)
    product = Product(
        id=new_id(), seller_id=seller_id, code=sheet.code, created_at=work.at, state="draft",
        rank=NEW_PLACE, version=1,
    )  # fmt: skip
    sku = SKU(id=new_id(), product_id=product.id, seller_id=seller_id, code=sheet.code, specification="")
    _apply(product, sku, sheet)
    work.session.add(product)
    work.session.flush()  # the SKU refers to it
    work.session.add(sku)
    work.session.flush()
    index_product(work.session, product, [sku])
    work.record("catalogue.product_created", "product", product.id, after=_told(sheet))
    return ProductMade(product.id, sku.id)


@action(Permission.SELL)
def edit_product(work: Work, product_id: UUID, *, sheet: ProductSheet, version: int) -> UUID:
    """Change one of the actor's products; ``StaleVersion`` when somebody else did meanwhile."""
    product = lock_one(
        work.session,
        select(Product).where(Product.id == product_id, Product.seller_id == work.actor.organisation),
    )
    if product is None:
        raise NotFound("product", product_id)
    if product.version != version:
        raise StaleVersion("product")
    sku = first_sku(work, product_id)
    if sku is None:
        raise NotFound("product", product_id)
    _check(work, sheet)
    before = _told(sheet_of(product, sku))
    _apply(product, sku, sheet)
    index_product(work.session, product, _all_skus(work, product_id))
    product.version += 1
    changed = {key: value for key, value in _told(sheet).items() if before[key] != value}
    work.record(
        "catalogue.product_edited",
        "product",
        product.id,
        before={key: before[key] for key in changed},
        after=changed,
    )
    return product.id


def _all_skus(work: Work, product_id: UUID) -> list[SKU]:
    return list(work.session.scalars(select(SKU).where(SKU.product_id == product_id)))


def sheet_of(product: Product, sku: SKU) -> ProductSheet:
    """What is said of a product now."""
    return ProductSheet(
        code=product.code,
        name=product.name,
        name_zh=product.name_zh,
        description=product.description,
        category_id=product.category_id,
        unit=sku.unit,
        pack_size=sku.pack_size,
        moq=sku.moq,
        multiple=sku.multiple,
        barcode=sku.barcode,
        is_offered=(product.state_wanted or product.state) == "offered",
        tax_class=TaxClass(product.tax_class),
    )


def _check(work: Work, sheet: ProductSheet) -> None:
    problem = quantity_rule_problem(sheet.moq, sheet.multiple)
    if problem:
        raise InvalidInput("moq", problem, multiple=sheet.multiple)
    if work.session.get(Category, sheet.category_id) is None:
        raise InvalidInput("category_id", "unknown")
    if not rates_for(work, sheet.tax_class).allows(sheet.tax_class):
        raise InvalidInput("tax_class", "tax_class_unsaid")


def rates_for(work: Work, tax_class: TaxClass) -> TaxRates:
    """The actor's rates, looked up where goods are of a class that needs one."""
    nothing = TaxRates()
    return nothing if nothing.allows(tax_class) else tax_rates_of(work.session, work.actor.organisation, work.at)


def _apply(product: Product, sku: SKU, sheet: ProductSheet) -> None:
    """Write the sheet; the code stays what it was, since papers and imports refer to it."""
    product.name = sheet.name
    product.name_zh = sheet.name_zh
    product.description = sheet.description
    product.category_id = sheet.category_id
    product.tax_class = sheet.tax_class
    wanted = "offered" if sheet.is_offered else "withdrawn"
    if product.held_back_at is None:
        product.state = wanted
    else:
        product.state_wanted = wanted
    sku.unit = sheet.unit
    sku.pack_size = sheet.pack_size
    sku.moq = sheet.moq
    sku.multiple = sheet.multiple
    sku.barcode = sheet.barcode


def _told(sheet: ProductSheet) -> dict[str, object]:
    told = asdict(sheet)
    told["category_id"] = str(sheet.category_id)
    return told
