"""The cart, and changing how many of a SKU lie in it: from the list, from a product's page, from the cart."""

from __future__ import annotations

from uuid import UUID

from flask import render_template, request
from flask.typing import ResponseReturnValue

from adapters import clock
from blueprints.retailer import changes
from blueprints.retailer.blueprint import blueprint
from blueprints.retailer.forms import LineForm
from trade.kernel.actor import Permission
from trade.ordering import actions, queries
from trade.ordering.rules import QuantityRefused
from web.access import actor, call, kept_by_script, requires, session


@blueprint.get("/cart")
@requires(Permission.BUY)
def cart() -> str:
    """Show the cart at today's prices; what was taken out last can be put back."""
    view = queries.cart_view(session(), actor(), clock.now())
    gone = changes.told_gone(request.args)
    return render_template("retailer/cart.html", cart=view, gone=gone, form=None, refused_id=None)


@blueprint.post("/cart/lines/<uuid:sku_id>")
@kept_by_script
@requires(Permission.BUY)
def change_line(sku_id: UUID) -> ResponseReturnValue:
    """Put exactly so many of a SKU into the cart."""
    form, place = LineForm(), changes.Place.named(request.args.get("on"))
    if not form.validate():
        return changes.refused(place, sku_id, form, 422)
    quantity = form.quantity.data
    gone = changes.leaving(place, sku_id, quantity)
    try:
        change = actions.set_cart_line(call(), sku_id, quantity=quantity, moved="moved" in request.args)
    except QuantityRefused as error:
        form.refuse(error)
        form.near = tuple(count for count in (error.lower, error.upper) if count)
        return changes.refused(place, sku_id, form, 422)
    return changes.done(place, change, gone)
