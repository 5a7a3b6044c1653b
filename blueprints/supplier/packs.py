"""Packs: SKUs sold together under a code and a price of their own."""

from uuid import UUID

from flask import flash, url_for
from flask.typing import ResponseReturnValue

from blueprints.supplier.blueprint import blueprint
from blueprints.supplier.ladder_preview import preview_of
from blueprints.supplier.part_forms import PackForm, PartsForm, wants_more
from blueprints.supplier.product_pages import offer_choices, product_page
from blueprints.supplier.products import refuse
from trade.catalogue.actions import change_parts
from trade.catalogue.queries import own_product, product_of
from trade.catalogue.rules import PartsRefused
from trade.kernel.actor import Permission
from trade.kernel.errors import DomainError
from trade.pricing.actions import offer_pack
from web.access import actor, call, requires, session
from web.fragments import respond, see_other
from web.translation import gettext as _

NEW, FORM = "supplier/new_pack.html", "supplier/_product_form.html"
PAGE, PARTS = "supplier/product.html", "supplier/_parts.html"


@blueprint.get("/products/packs/new")
@requires(Permission.SELL)
def new_pack() -> ResponseReturnValue:
    """Show the empty form."""
    said = {"unit": "set", "pack_size": 1, "moq": 1, "multiple": 1, "is_offered": True}
    return _new(PackForm(formdata=None, data=said), 200)


@blueprint.post("/products/packs")
@requires(Permission.SELL)
def add_pack() -> ResponseReturnValue:
    """Add a pack with its prices, both or neither."""
    form = PackForm()
    offer_choices(form)
    if wants_more():
        return _new(form, 200)
    if not form.validate():
        return _new(form, 422)
    try:
        made = offer_pack(call(), form.sheet(), form.parts(), terms=form.terms())
    except PartsRefused as error:
        form.refuse_parts(error)
        return _new(form, 422)
    except DomainError as error:
        refuse(form, error)
        return _new(form, 422)
    flash(_("Added. As many can be sold as its parts are good for."), "good")
    return see_other(url_for("supplier.product", product_id=made.product_id))


@blueprint.post("/products/packs/<uuid:sku_id>/parts")
@requires(Permission.SELL)
def revise_parts(sku_id: UUID) -> ResponseReturnValue:
    """Make up a pack otherwise from now on."""
    product_id, form = product_of(session(), actor(), sku_id), PartsForm()
    if wants_more():
        return respond(PAGE, PARTS, 200, **product_page(product_id, parts_form=form))
    if form.validate():
        try:
            change_parts(call(), sku_id, form.parts())
        except PartsRefused as error:
            form.refuse_parts(error)
        else:
            flash(_("Saved. Orders that were placed before keep the parts they had."), "good")
            return see_other(url_for("supplier.product", product_id=product_id, _anchor="parts"))
    own_product(session(), actor(), product_id)
    return respond(PAGE, PARTS, 422, **product_page(product_id, parts_form=form))


def _new(form: PackForm, status: int) -> ResponseReturnValue:
    offer_choices(form)
    preview = preview_of(form, form.unit.data or "")
    return respond(NEW, FORM, status, form=form, product=None, preview=preview, differences=(), is_pack=True)
