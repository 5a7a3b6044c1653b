"""The prices of one SKU on every list of its seller: seen together, and set list by list."""

from typing import Any
from uuid import UUID

from flask import flash, render_template, url_for
from flask.typing import ResponseReturnValue

from blueprints.supplier.asking import asked_for
from blueprints.supplier.blueprint import blueprint
from blueprints.supplier.ladder_preview import preview_of
from blueprints.supplier.sku_price_forms import SKUPriceForm, now_and_then
from trade.catalogue.queries import OwnSKU, own_product, own_sku
from trade.kernel.actor import Permission
from trade.kernel.errors import NotFound
from trade.kernel.quantities import QuantityRule
from trade.pricing import actions, queries
from trade.pricing.actions import LadderRefused
from web.access import actor, call, repeatable, requires, session
from web.forms import invalid
from web.fragments import respond, see_other
from web.translation import gettext as _

PAGE, FORM, PREVIEW = "supplier/sku_price.html", "supplier/_sku_price.html", "supplier/_ladder_preview.html"


@blueprint.get("/prices/skus/<uuid:sku_id>")
@requires(Permission.SEE_SALES)
def sku_prices(sku_id: UUID) -> ResponseReturnValue:
    """Show what a SKU costs on each list."""
    own, search, now = own_sku(session(), actor(), sku_id), asked_for("q", 80), call().at
    listings = queries.listings_of(session(), actor(), sku_id, now, search=search)
    product, _first = own_product(session(), actor(), own.product_id)
    calendar = queries.price_calendar(session(), actor(), sku_id)
    return render_template(
        "supplier/sku_prices.html",
        sku=own, product=product, listings=listings, calendar=calendar, now=now, search=search,
    )  # fmt: skip


@blueprint.get("/prices/skus/<uuid:sku_id>/lists/<uuid:price_list_id>")
@requires(Permission.SELL)
def sku_price(sku_id: UUID, price_list_id: UUID) -> ResponseReturnValue:
    """Show the steps of a SKU on a list, to change them now or from a day on."""
    own = own_sku(session(), actor(), sku_id)
    form = SKUPriceForm(formdata=None)
    form.write_ladder(queries.ladder_on(session(), sku_id, price_list_id, call().at))
    form.buyer.data = queries.usual_buyer(session(), price_list_id)
    return respond(PAGE, FORM, **_about(own, price_list_id, form))


@blueprint.post("/prices/skus/<uuid:sku_id>/lists/<uuid:price_list_id>")
@requires(Permission.SELL)
def set_sku_price(sku_id: UUID, price_list_id: UUID) -> ResponseReturnValue:
    """Set the steps of one SKU on one list; nothing else is touched."""
    own, form = own_sku(session(), actor(), sku_id), SKUPriceForm()
    form.sold_in = QuantityRule(own.moq, own.multiple)
    if form.validate() and form.judge_days():
        terms = form.terms()
        try:
            actions.set_ladder(
                call(), sku_id,
                steps=terms.steps, mode=terms.mode, counting=terms.counting, list_id=price_list_id, period=form.when(),
            )  # fmt: skip
        except LadderRefused as error:
            form.refuse_steps(error)
        else:
            flash(_("Saved. Other products and lists are as they were."), "good")
            return see_other(url_for("supplier.sku_prices", sku_id=sku_id))
    return invalid(PAGE, FORM, form, **_without(_about(own, price_list_id, form), "form"))


@blueprint.post("/prices/skus/<uuid:sku_id>/lists/<uuid:price_list_id>/preview")
@repeatable
@requires(Permission.SELL)
def preview_sku_price(sku_id: UUID, price_list_id: UUID) -> ResponseReturnValue:
    """Show how the typed prices look, and what a buyer pays now and then. Nothing is saved."""
    own, form = own_sku(session(), actor(), sku_id), SKUPriceForm()
    return respond(PAGE, PREVIEW, **_about(own, price_list_id, form, compare=True))


@blueprint.post("/prices/skus/<uuid:sku_id>/lists/<uuid:price_list_id>/end")
@requires(Permission.SELL)
def end_sku_price(sku_id: UUID, price_list_id: UUID) -> ResponseReturnValue:
    """Take a SKU off a list: its buyers pay their other prices."""
    actions.leave_list(call(), sku_id, price_list_id)
    flash(_("Taken off the list. Its buyers pay their other prices from now on."), "good")
    return see_other(url_for("supplier.sku_prices", sku_id=sku_id))


def _about(own: OwnSKU, list_id: UUID, form: SKUPriceForm, *, compare: bool = False) -> dict[str, Any]:
    """Return all that the page shows; ``NotFound`` for a list that is a stranger's or has ended."""
    now = call().at
    found = queries.price_list(session(), actor(), list_id, now)
    if found.is_archived:
        raise NotFound("price list", list_id)
    form.sold_in = QuantityRule(own.moq, own.multiple)
    product, _first = own_product(session(), actor(), own.product_id)
    preview = preview_of(form, _first.unit)
    readable = compare and preview.meter is not None and form.judge_days()
    calendar = queries.price_calendar(session(), actor(), own.id)
    return {
        "sku": own,
        "product": product,
        "list": found,
        "form": form,
        "preview": preview,
        "compared": readable,
        "then": now_and_then(form, own.id, own.code, list_id, found.currency) if readable else None,
        "calendar": [dated for dated in calendar if dated.list_id == list_id],
        "now": now,
        "is_listed": queries.ladder_on(session(), own.id, list_id, now) is not None,
        "is_pack": False,  # its preview needs no parts
        "check_url": url_for("supplier.preview_sku_price", sku_id=own.id, price_list_id=list_id),
    }


def _without(context: dict[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in context.items() if key != name}
