"""The seller's range: the list, and each product with its prices in one form."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import flash, url_for
from flask.typing import ResponseReturnValue

from blueprints.supplier.asking import asked_for, cursor
from blueprints.supplier.blueprint import blueprint
from blueprints.supplier.ladder_preview import preview_of
from blueprints.supplier.product_forms import ProductForm
from blueprints.supplier.product_pages import differences, edit_form, new_form, product_page
from blueprints.supplier.step_forms import empty_ladder
from trade.catalogue.models import SKU, Product
from trade.catalogue.queries import own_product, own_products, product_states
from trade.catalogue.rules import CodeTaken
from trade.kernel.actor import Permission
from trade.kernel.errors import DomainError, StaleVersion
from trade.pricing.actions import LadderRefused, LadderUnfit, change_offer, offer_product
from trade.pricing.queries import base_ladder, base_ladders
from trade.stock.queries import levels
from web.access import actor, call, requires, session
from web.forms import invalid
from web.fragments import respond, see_other
from web.translation import gettext as _
from web.words import state_word

NEW, PAGE, FORM = "supplier/new_product.html", "supplier/product.html", "supplier/_product_form.html"
STATES = ("offered", "withdrawn", "held_back")


@dataclass(frozen=True, slots=True)
class Tab:
    """One state among the views of the list."""

    label: str
    url: str
    current: bool
    count: int


@blueprint.get("/products")
@requires(Permission.SEE_SALES)
def product_list() -> ResponseReturnValue:
    """Show the range with its lowest prices and what can be sold."""
    search, state = asked_for("q"), asked_for("state", 12)
    page = own_products(session(), actor(), search=search, state=state if state in STATES else "", cursor=cursor())
    ids = [row.sku_id for row in page.rows]
    view: dict[str, Any] = {"q": search or None, "state": state or None}
    return respond(
        "supplier/products.html",
        "supplier/_products.html",
        rows=page.rows,
        ladders=base_ladders(session(), ids, call().at),
        levels=levels(session(), ids),
        tabs=_tabs(state),
        view=view,
        search=search,
        further=url_for("supplier.product_list", **view, cursor=page.next_cursor) if page.next_cursor else "",
    )


@blueprint.get("/products/new")
@requires(Permission.SELL)
def new_product() -> ResponseReturnValue:
    """Show the empty form."""
    return respond(NEW, FORM, form=new_form(fresh=True), product=None, preview=None, differences=())


@blueprint.post("/products")
@requires(Permission.SELL)
def add_product() -> ResponseReturnValue:
    """Add a product with its prices, both or neither."""
    form = new_form(fresh=False)
    if form.validate():
        try:
            made = offer_product(call(), form.sheet(), terms=form.terms())
        except DomainError as error:
            refuse(form, error)
        else:
            flash(_("Added. Say next how much of it lies there."), "good")
            return see_other(url_for("supplier.stock_of_sku", sku_id=made.sku_id))
    return invalid(NEW, FORM, form, product=None, preview=preview_of(form, form.unit.data or ""), differences=())


@blueprint.get("/products/<uuid:product_id>")
@requires(Permission.SELL)
def product(product_id: UUID) -> ResponseReturnValue:
    """Show a product, its prices and what they were."""
    return respond(PAGE, FORM, **product_page(product_id))


@blueprint.post("/products/<uuid:product_id>/revision")
@requires(Permission.SELL)
def revise_product(product_id: UUID) -> ResponseReturnValue:
    """Change a product and its prices, both or neither."""
    found, sku = own_product(session(), actor(), product_id)
    form = edit_form(found, sku, fresh=False)
    if not _is_sound(form, sku):
        return respond(PAGE, FORM, 422, **product_page(product_id, form))
    try:
        version = int(form.version.data or 0) if str(form.version.data).isdecimal() else 0
        change_offer(call(), product_id, sheet=form.sheet(), version=version, terms=form.terms())
    except DomainError as error:
        return _not_revised(product_id, form, error)
    flash(_("Saved."), "good")
    return see_other(url_for("supplier.product", product_id=product_id))


def _is_sound(form: ProductForm, sku: SKU) -> bool:
    """Whether the form can be handed on: what has prices keeps some."""
    sound = form.validate()
    if sound and not form.steps() and base_ladder(session(), sku.id, call().at):
        form.refuse_steps(empty_ladder())
        return False
    return bool(sound)


def _not_revised(product_id: UUID, form: ProductForm, error: DomainError) -> ResponseReturnValue:
    """Answer with the form: what is wrong, or what somebody else has made of the product meanwhile."""
    refuse(form, error)
    if not isinstance(error, StaleVersion):
        status = 422 if isinstance(error, LadderRefused) else 409
        return respond(PAGE, FORM, status, **product_page(product_id, form))
    now: tuple[Product, SKU] = own_product(session(), actor(), product_id)
    form.version.data = str(now[0].version)
    return respond(PAGE, FORM, 409, **product_page(product_id, form, differences(form, *now)))


def refuse(form: ProductForm, error: DomainError) -> None:
    """Put a refusal where it belongs; steps that no longer fit are moved up to where they would, to be looked at."""
    if isinstance(error, CodeTaken):
        form.code.errors = [*form.code.errors, _("You already have a product with this code.")]
    elif isinstance(error, LadderUnfit):
        form.refuse(error)
        form.write_steps(error.refitted)
    elif isinstance(error, LadderRefused):
        form.refuse_steps(error)
    else:
        form.refuse(error)


def _tabs(current: str) -> list[Tab]:
    counts = product_states(session(), actor())
    everything = Tab(_("All"), url_for("supplier.product_list"), current not in STATES, sum(counts.values()))
    states = [
        Tab(state_word(s).word, url_for("supplier.product_list", state=s), s == current, counts.get(s, 0))
        for s in STATES
        if s != "held_back" or counts.get(s)
    ]
    return [everything, *states]
