"""How a ladder will look to buyers, before it is saved; and taking back what was scheduled."""

from uuid import UUID

from flask import flash, url_for
from flask.typing import ResponseReturnValue

from blueprints.supplier.blueprint import blueprint
from blueprints.supplier.ladder_preview import preview_of
from blueprints.supplier.product_pages import edit_form, new_form, product_page
from trade.catalogue.queries import own_product, product_of
from trade.kernel.actor import Permission
from trade.pricing.actions import withdraw_ladder
from web.access import actor, call, repeatable, requires, session
from web.fragments import respond, see_other
from web.translation import gettext as _

NEW, PAGE, FRAGMENT = "supplier/new_product.html", "supplier/product.html", "supplier/_ladder_preview.html"


@blueprint.post("/prices/<uuid:ladder_id>/withdrawal")
@requires(Permission.SELL)
def withdraw_price(ladder_id: UUID) -> ResponseReturnValue:
    """Take back a price that has not begun."""
    sku_id = withdraw_ladder(call(), ladder_id)
    flash(_("Taken back. What held before goes on."), "good")
    return see_other(url_for("supplier.product", product_id=product_of(session(), actor(), sku_id)))


@blueprint.post("/products/preview")
@repeatable
@requires(Permission.SELL)
def preview_new() -> ResponseReturnValue:
    """Show how the prices of a new product would look. Nothing is saved."""
    form = new_form(fresh=False)
    return respond(
        NEW, FRAGMENT, form=form, product=None, differences=(), preview=preview_of(form, form.unit.data or "")
    )


@blueprint.post("/products/<uuid:product_id>/preview")
@repeatable
@requires(Permission.SELL)
def preview(product_id: UUID) -> ResponseReturnValue:
    """Show how the prices of a product would look. Nothing is saved."""
    form = edit_form(*own_product(session(), actor(), product_id), fresh=False)
    return respond(PAGE, FRAGMENT, **product_page(product_id, form))
