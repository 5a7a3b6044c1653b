"""The first page of the market, and its goods by name."""

from __future__ import annotations

from flask import Response, render_template, request

from blueprints.shop.blueprint import blueprint
from trade.ordering.queries import categories, window
from web.access import public, session
from web.fragments import respond
from web.tabs import category_tabs


@blueprint.get("")
@public
def landing() -> str:
    """Say what this is, show its shelves, and ask in."""
    tabs = category_tabs(categories(session()), ".products", "", "")
    return render_template("shop/landing.html", tabs=tabs, window=window(session(), limit=6))


@blueprint.get("/products")
@public
def products() -> Response:
    """List goods by name; htmx adds the next ones to the list."""
    asked = request.args
    search, category, cursor = asked.get("q", ""), asked.get("category", ""), asked.get("after")
    return respond(
        "shop/products.html",
        "shop/_window.html",
        window=window(session(), search=search, category=category, cursor=cursor),
        search=search,
        category=category,
        cursor=cursor or "",
        tabs=category_tabs(categories(session()), ".products", category, search),
    )
