"""Products and their prices, for the program of a seller."""

from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import Any, Final
from uuid import UUID

from adapters import clock
from blueprints.api import goods
from blueprints.api.asking import asks, paged
from blueprints.api.blueprint import answers, route, takes
from trade.catalogue.actions import ProductMade, ProductSheet, sheet_of
from trade.catalogue.models import SKU, Product
from trade.catalogue.queries import category_choices, own_product, own_products
from trade.parties.rules import TaxClass, TokenScope
from trade.pricing.actions import change_offer, offer_product, set_ladder
from trade.pricing.queries import base_ladder, price_calendar
from trade.pricing.rules import LadderTerms, Moment, Step
from trade.stock.queries import shelf_row
from web.access import actor, by_token, call, repeatable, session
from web.bearers import bearer

SHEET: Final = {field.name for field in fields(ProductSheet)}


@route("/categories")
@by_token(TokenScope.READ_PRODUCTS, TokenScope.WRITE_PRODUCTS)
@answers(goods.Categories)
def categories() -> Mapping[str, Any]:
    """List the categories a product can be put in."""
    return {"items": category_choices(session(), clock.now())}


@route("/products")
@by_token(TokenScope.READ_PRODUCTS)
@asks(goods.ProductsAsked)
@answers(goods.ProductPage)
def products(asked: Mapping[str, str]) -> Mapping[str, Any]:
    """List your products, by code."""
    page = own_products(session(), actor(), search=asked["q"], state=asked["state"], cursor=asked["cursor"])
    return paged(page)


@route("/products", "POST")
@by_token(TokenScope.WRITE_PRODUCTS)
@takes(goods.NewProduct)
@answers(goods.ProductMade, 201)
def add_product(said: Mapping[str, Any]) -> ProductMade:
    """Add a product, with its prices if you have them."""
    return offer_product(call(), sheet_from(said, said["code"]), terms=LadderTerms(steps_of(said)))


@route("/products/<uuid:product_id>")
@by_token(TokenScope.READ_PRODUCTS)
@answers(goods.Product)
def product(product_id: UUID) -> Mapping[str, Any]:
    """Read one of your products."""
    return _told(*own_product(session(), actor(), product_id))


@route("/products/<uuid:product_id>", "PUT")
@repeatable
@by_token(TokenScope.WRITE_PRODUCTS)
@takes(goods.ChangedProduct)
@answers(goods.Product)
def change_product(said: Mapping[str, Any], product_id: UUID) -> Mapping[str, Any]:
    """Change a product as it was when you read it; its code stays. Without steps its prices stay, without a tax class its class."""
    kept, sku = own_product(session(), actor(), product_id)
    terms = _terms(said, sku.id)
    said = {**said, "tax_class": said["tax_class"] or TaxClass(kept.tax_class)}
    change_offer(call(), product_id, sheet=sheet_from(said, kept.code), version=said["version"], terms=terms)
    return _told(*own_product(session(), actor(), product_id))


@route("/skus/<uuid:sku_id>/prices")
@by_token(TokenScope.READ_PRICES)
@answers(goods.Prices)
def prices(sku_id: UUID) -> Mapping[str, Any]:
    """Read the prices of one of your SKUs that hold now."""
    shelf_row(session(), actor(), sku_id)  # a stranger's does not exist
    return _prices(sku_id)


@route("/skus/<uuid:sku_id>/prices", "PUT")
@repeatable
@by_token(TokenScope.WRITE_PRICES)
@takes(goods.NewPrices)
@answers(goods.Prices)
def set_prices(said: Mapping[str, Any], sku_id: UUID) -> Mapping[str, Any]:
    """Price one of your SKUs from now on. The steps rise in quantity and fall in price, and fit its smallest order."""
    terms = _terms(said, sku_id)
    set_ladder(call(), sku_id, steps=terms.steps, mode=terms.mode, counting=terms.counting)
    return _prices(sku_id)


def _prices(sku_id: UUID) -> Mapping[str, Any]:
    """Return what holds for everybody; a list for somebody, and what is only scheduled, is not told here."""
    now = call().at
    dated = [found for found in price_calendar(session(), actor(), sku_id) if found.audience == "base"]
    newest = next((found for found in dated if found.period.moment(now) is Moment.NOW), None)
    if newest is None:
        return {"currency": bearer().currency, "steps": [], "since": None}
    return {"currency": newest.ladder.currency, "steps": newest.ladder.steps, "since": newest.period.since}


def steps_of(said: Mapping[str, Any]) -> tuple[Step, ...]:
    """Return the steps that were sent."""
    return tuple(Step(step["quantity"], step["unit_price"]) for step in said["steps"])


def _terms(said: Mapping[str, Any], sku_id: UUID) -> LadderTerms:
    """Return the steps that were sent, read as the ladder that holds is read."""
    holding = base_ladder(session(), sku_id, call().at)
    steps = steps_of(said)
    return LadderTerms(steps, holding.mode, holding.counting) if holding else LadderTerms(steps)


def sheet_from(said: Mapping[str, Any], code: str) -> ProductSheet:
    """Return the sheet that was sent."""
    return ProductSheet(code=code, **{name: value for name, value in said.items() if name in SHEET - {"code"}})


def _told(found: Product, sku: SKU) -> Mapping[str, Any]:
    sheet = asdict(sheet_of(found, sku))
    ladder = base_ladder(session(), sku.id, call().at)
    steps = ladder.steps if ladder else ()
    return {**sheet, "product_id": found.id, "sku_id": sku.id, "version": found.version, "steps": steps}
