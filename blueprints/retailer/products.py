"""Finding goods."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from flask import render_template, request
from flask.typing import ResponseReturnValue

from adapters import clock
from blueprints.retailer.blueprint import blueprint
from trade.catalogue.queries import marks_of, pictures_of, properties_of
from trade.kernel.actor import Permission
from trade.ordering import queries
from web.access import actor, requires, session
from web.fragments import respond
from web.tabs import category_tabs


@blueprint.get("/products")
@requires(Permission.BROWSE)
def products() -> ResponseReturnValue:
    """List what is for sale; htmx adds the next rows to the list."""
    asked = request.args
    search, category, cursor = asked.get("q", ""), asked.get("category", ""), asked.get("after")
    found = queries.shelf(session(), actor(), clock.now(), search=search, category=category, cursor=cursor)
    return respond(
        "retailer/products.html",
        "retailer/_shelf.html",
        shelf=found,
        search=found.instead or search,
        typed=search,
        category=category,
        cursor=cursor or "",
        tabs=category_tabs(queries.categories(session()), ".products", category, search),
    )


@blueprint.get("/sellers/<uuid:seller_id>/products")
@requires(Permission.BROWSE)
def seller_products(seller_id: UUID) -> str:
    """List what one seller offers: for whoever looks for a little more to order there."""
    rows = queries.seller_shelf(session(), actor(), seller_id, clock.now())
    return render_template("retailer/seller_products.html", rows=rows)


@blueprint.get("/products/<uuid:sku_id>")
@requires(Permission.BROWSE)
def product(sku_id: UUID) -> str:
    """Show one product with its whole ladder."""
    at = clock.now()
    row = queries.product_sheet(session(), actor(), sku_id, at)
    return render_template("retailer/product.html", **product_page(row, at))


def product_page(row: queries.ShelfRow, at: datetime) -> dict[str, Any]:
    """Return what the page of a product shows: itself, what is told of it, and its other specifications."""
    return {
        "row": row,
        "family": queries.family(session(), actor(), row, at),
        "pictures": pictures_of(session(), row.offer.product_id) if row.offer.picture else (),
        "properties": properties_of(session(), row.offer.product_id),
        "marks": marks_of(session(), [row.offer.product_id], at.date()).get(row.offer.product_id, ()),
    }
