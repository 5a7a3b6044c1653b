"""Finding goods."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from flask import render_template, request
from flask.typing import ResponseReturnValue

from adapters import clock
from blueprints.retailer.blueprint import blueprint
from trade.catalogue.queries import brand_page, marks_of, pictures_of, properties_of, seller_name
from trade.kernel.actor import Permission
from trade.ordering import queries
from trade.scoring.queries import kept_promises
from web.access import actor, requires, session
from web.fragments import respond
from web.listing import Listing, goods_of, groups, listing, of_seller, searching


@blueprint.get("/products")
@requires(Permission.BROWSE)
def products() -> ResponseReturnValue:
    """List what is for sale; htmx adds the next rows to the list."""
    asked = _asked()
    found = queries.shelf(session(), actor(), clock.now(), asked.asked, cursor=asked.cursor)
    shown = searching(asked, found.instead) if found.instead else asked
    return respond(
        "retailer/products.html", "retailer/_shelf.html", shelf=found, listing=shown, typed=asked.asked.search
    )


@blueprint.get("/products/filters")
@requires(Permission.BROWSE)
def products_filters() -> ResponseReturnValue:
    """Show by what the list can be narrowed down, and in which orders it can stand."""
    shown = _asked()
    found = queries.facets(session(), shown.asked, clock.now(), actor())
    return respond(
        "retailer/filters.html", "components/_filters.html", listing=shown, found=found, groups=groups(shown, found)
    )


@blueprint.get("/sellers/<uuid:seller_id>")
@requires(Permission.BROWSE)
def seller(seller_id: UUID) -> str:
    """Show who a seller is, and what it offers at which price."""
    brand = brand_page(session(), seller_id)
    shown = goods_of("retailer.products", brand.seller_id, brand.name, has_prices=True)
    at = clock.now()
    found = queries.shelf(session(), actor(), at, shown.asked)
    kept = kept_promises(session(), seller_id, at)
    return render_template("retailer/seller.html", brand=brand, listing=shown, shelf=found, kept=kept)


def _asked() -> Listing:
    shown = listing("retailer.products", request.args, queries.categories(session()), has_prices=True)
    return of_seller(shown, seller_name(session(), shown.asked.seller_id))


@blueprint.get("/products/<uuid:sku_id>")
@requires(Permission.BROWSE)
def product(sku_id: UUID) -> str:
    """Show one product with its whole ladder."""
    at = clock.now()
    row = queries.product_sheet(session(), actor(), sku_id, at)
    return render_template("retailer/product.html", **product_page(row, at))


def product_page(row: queries.ShelfRow, at: datetime) -> dict[str, Any]:
    """Return what the page of a product shows: itself, what is told of it and of its seller, and its other specifications."""
    return {
        "row": row,
        "family": queries.family(session(), actor(), row, at),
        "pictures": pictures_of(session(), row.offer.product_id) if row.offer.picture else (),
        "properties": properties_of(session(), row.offer.product_id),
        "marks": marks_of(session(), [row.offer.product_id], at.date()).get(row.offer.product_id, ()),
        "kept": kept_promises(session(), row.offer.seller_id, at),
    }
