"""How a ladder will look to buyers, before it is saved."""

from uuid import UUID

from flask.typing import ResponseReturnValue

from blueprints.supplier.blueprint import blueprint
from blueprints.supplier.ladder_preview import preview_of
from blueprints.supplier.product_pages import edit_form, new_form, product_page
from trade.catalogue.queries import own_product
from trade.kernel.actor import Permission
from web.access import actor, repeatable, requires, session
from web.fragments import respond

NEW, PAGE, FRAGMENT = "supplier/new_product.html", "supplier/product.html", "supplier/_ladder_preview.html"


@blueprint.post("/products/preview")
@repeatable
@requires(Permission.SELL)
def preview_new() -> ResponseReturnValue:
    """Show how the prices of a new product would look. Nothing is saved."""
    form = new_form(fresh=False)
    return respond(NEW, FRAGMENT, form=form, product=None, differences=(), preview=preview_of(form))


@blueprint.post("/products/<uuid:product_id>/preview")
@repeatable
@requires(Permission.SELL)
def preview(product_id: UUID) -> ResponseReturnValue:
    """Show how the prices of a product would look. Nothing is saved."""
    form = edit_form(*own_product(session(), actor(), product_id), fresh=False)
    return respond(PAGE, FRAGMENT, **product_page(product_id, form))
