"""The first page of the market, and its goods by name."""

from __future__ import annotations

from uuid import UUID

from flask import Response, render_template, request

from adapters import clock
from blueprints.shop.blueprint import blueprint
from trade.catalogue.queries import brand_page, seller_name
from trade.ordering.queries import categories, facets, window
from web.access import public, session
from web.fragments import respond
from web.listing import Listing, goods_of, groups, listing, of_seller


@blueprint.get("")
@public
def landing() -> str:
    """Say what this is, show its shelves, and ask in."""
    shown = listing("shop.products", {}, categories(session()))
    return render_template("shop/landing.html", listing=shown, window=window(session(), clock.now(), limit=6))


@blueprint.get("/products")
@public
def products() -> Response:
    """List goods; htmx adds the next ones to the list."""
    shown = _asked()
    found = window(session(), clock.now(), shown.asked, cursor=shown.cursor)
    return respond("shop/products.html", "shop/_window.html", window=found, listing=shown)


@blueprint.get("/products/filters")
@public
def products_filters() -> Response:
    """Show by what the list can be narrowed down, and in which orders it can stand."""
    shown = _asked()
    found = facets(session(), shown.asked, clock.now())
    return respond(
        "shop/filters.html", "components/_filters.html", listing=shown, found=found, groups=groups(shown, found)
    )


@blueprint.get("/sellers/<uuid:seller_id>")
@public
def seller(seller_id: UUID) -> str:
    """Show who a seller is, and what it offers."""
    brand = brand_page(session(), seller_id)
    shown = goods_of("shop.products", brand.seller_id, brand.name)
    return render_template(
        "shop/seller.html", brand=brand, listing=shown, window=window(session(), clock.now(), shown.asked)
    )


def _asked() -> Listing:
    shown = listing("shop.products", request.args, categories(session()))
    return of_seller(shown, seller_name(session(), shown.asked.seller_id))
