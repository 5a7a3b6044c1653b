"""A product in several specifications: each SKU with its own code, quantities, prices and stock."""

from typing import Any
from uuid import UUID

from flask import flash, url_for
from flask.typing import ResponseReturnValue
from wtforms import BooleanField, StringField

from blueprints.supplier.blueprint import blueprint
from trade.catalogue.actions import SKUSheet, edit_sku
from trade.catalogue.models import SKU, Product
from trade.catalogue.queries import OwnSKU, own_product, own_sku
from trade.catalogue.queries.family import SPECIFICATION_MAX
from trade.catalogue.rules import CodeTaken
from trade.kernel.actor import Permission
from trade.kernel.errors import InvalidInput
from trade.pricing.actions import offer_sku
from web.access import actor, call, requires, session
from web.forms import Form, QuantityField, at_most, filled, invalid
from web.fragments import respond, see_other
from web.timeline import NEWEST, told_together
from web.translation import gettext as _
from web.translation import lazy_gettext as _l

PAGE, FORM = "supplier/sku.html", "supplier/_sku_form.html"


class SKUForm(Form):
    """What a seller types about one specification."""

    specification = StringField(_l("Specification"), [at_most(SPECIFICATION_MAX)])
    code = StringField(_l("Code"), [filled(), at_most(40)])
    barcode = StringField(_l("Barcode"), [at_most(20)])
    pack_size = QuantityField(_l("Units in a carton"), [filled()])
    moq = QuantityField(_l("Smallest order"), [filled()])
    multiple = QuantityField(_l("Sold in multiples of"), [filled()])
    is_offered = BooleanField(_l("For sale"))

    def sheet(self) -> SKUSheet:
        """What was typed."""
        return SKUSheet(
            code=(self.code.data or "").strip(), specification=" ".join((self.specification.data or "").split()),
            barcode=(self.barcode.data or "").strip(), pack_size=self.pack_size.data, moq=self.moq.data,
            multiple=self.multiple.data,
        )  # fmt: skip


@blueprint.get("/products/<uuid:product_id>/skus/new")
@requires(Permission.SELL)
def new_sku(product_id: UUID) -> ResponseReturnValue:
    """Show the form for another specification, with the quantities of the first."""
    product, first = own_product(session(), actor(), product_id)
    said = {"pack_size": first.pack_size, "moq": first.moq, "multiple": first.multiple, "is_offered": True}
    return respond(PAGE, FORM, form=SKUForm(formdata=None, data=said), **_context(product, first, None))


@blueprint.post("/products/<uuid:product_id>/skus")
@requires(Permission.SELL)
def add_sku(product_id: UUID) -> ResponseReturnValue:
    """Add a specification at the prices of the first one."""
    product, first = own_product(session(), actor(), product_id)
    form = SKUForm()
    if form.validate():
        try:
            sku_id = offer_sku(call(), product_id, form.sheet())
        except (CodeTaken, InvalidInput) as error:
            _refuse(form, error)
        else:
            flash(_("Added. Say next how much of it lies there."), "good")
            return see_other(url_for("supplier.stock_of_sku", sku_id=sku_id))
    return invalid(PAGE, FORM, form, **_context(product, first, None))


@blueprint.get("/products/skus/<uuid:sku_id>")
@requires(Permission.SELL)
def sku(sku_id: UUID) -> ResponseReturnValue:
    """Show one specification in its form."""
    own = own_sku(session(), actor(), sku_id)
    form = SKUForm(formdata=None, obj=own)
    product, first = own_product(session(), actor(), own.product_id)
    return respond(PAGE, FORM, form=form, **_context(product, first, own))


@blueprint.post("/products/skus/<uuid:sku_id>/revision")
@requires(Permission.SELL)
def revise_sku(sku_id: UUID) -> ResponseReturnValue:
    """Change one specification, or take it off sale."""
    own = own_sku(session(), actor(), sku_id)
    form = SKUForm()
    form.code.data = own.code
    if form.validate():
        try:
            edit_sku(call(), sku_id, form.sheet(), is_offered=bool(form.is_offered.data))
        except InvalidInput as error:
            form.refuse(error)
        else:
            flash(_("Saved."), "good")
            return see_other(url_for("supplier.product", product_id=own.product_id, _anchor="skus"))
    return invalid(PAGE, FORM, form, **_context(*own_product(session(), actor(), own.product_id), own))


def _context(product: Product, first: SKU, own: OwnSKU | None) -> dict[str, Any]:
    happened = told_together(session(), {"sku": [own.id]}, newest=NEWEST) if own else ()
    return {"product": product, "first": first, "sku": own, "happened": happened, "newest": NEWEST}


def _refuse(form: SKUForm, error: CodeTaken | InvalidInput) -> None:
    if isinstance(error, CodeTaken):
        form.code.errors = [*form.code.errors, _("You already have a product with this code.")]
    else:
        form.refuse(error)
