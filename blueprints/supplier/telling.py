"""What more a seller tells of a product: its properties, and the marks that it bears."""

from uuid import UUID

from flask import flash, url_for
from flask.typing import ResponseReturnValue

from blueprints.supplier.blueprint import blueprint
from blueprints.supplier.part_forms import wants_more
from blueprints.supplier.product_pages import product_page
from blueprints.supplier.telling_forms import MarksForm, PropertiesForm
from trade.catalogue.actions import set_marks, set_properties
from trade.catalogue.queries import own_product
from trade.kernel.actor import Permission
from web.access import actor, call, requires, session
from web.fragments import respond, see_other
from web.translation import gettext as _

PAGE = "supplier/product.html"
PROPERTIES, MARKS = "supplier/_properties.html", "supplier/_marks.html"


@blueprint.post("/products/<uuid:product_id>/properties")
@requires(Permission.SELL)
def revise_properties(product_id: UUID) -> ResponseReturnValue:
    """Tell these properties of a product, in this order."""
    own_product(session(), actor(), product_id)
    form = PropertiesForm()
    if wants_more() or not form.validate():
        page = product_page(product_id, properties_form=form)
        return respond(PAGE, PROPERTIES, 200 if wants_more() else 422, **page)
    set_properties(call(), product_id, form.properties())
    flash(_("Saved. Shops see it on the page of the product."), "good")
    return see_other(url_for("supplier.product", product_id=product_id, _anchor="properties"))


@blueprint.post("/products/<uuid:product_id>/marks")
@requires(Permission.SELL)
def revise_marks(product_id: UUID) -> ResponseReturnValue:
    """Let a product bear these marks."""
    own_product(session(), actor(), product_id)
    form = MarksForm()
    if not form.validate():
        return respond(PAGE, MARKS, 422, **product_page(product_id, marks_form=form))
    set_marks(call(), product_id, form.marks())
    flash(_("Saved. Shops see the marks that still hold."), "good")
    return see_other(url_for("supplier.product", product_id=product_id, _anchor="marks"))
