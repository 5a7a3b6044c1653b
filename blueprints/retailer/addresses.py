"""Where goods are delivered to: several places, one of which is the usual one."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response, flash, make_response, render_template, url_for
from flask.typing import ResponseReturnValue

from blueprints.retailer.address_forms import AddressForm, written
from blueprints.retailer.blueprint import blueprint
from trade.kernel.actor import Permission
from trade.kernel.errors import InvalidInput
from trade.parties import actions, queries
from web.access import actor, call, requires, session
from web.fragments import see_other
from web.translation import gettext as _


@blueprint.get("/addresses")
@requires(Permission.BUY)
def addresses() -> str:
    """List the addresses to choose from at checkout."""
    return render_template("retailer/addresses.html", addresses=queries.addresses(session(), actor()))


@blueprint.get("/addresses/new")
@requires(Permission.BUY)
def new_address() -> ResponseReturnValue:
    """Ask for another address."""
    return _address_page(_form(fresh=True), None)


@blueprint.post("/addresses")
@requires(Permission.BUY)
def add_address() -> ResponseReturnValue:
    """Keep another address."""
    form = _form(fresh=False)
    if not form.validate():
        return _address_page(form, None, 422)
    try:
        actions.add_address(call(), form.sheet(), is_default=bool(form.is_default.data))
    except InvalidInput as error:
        form.refuse(error)
        return _address_page(form, None, 422)
    flash(_("Saved. You can choose it when you order."), "good")
    return see_other(url_for(".addresses"))


@blueprint.get("/addresses/<uuid:address_id>")
@requires(Permission.BUY)
def address(address_id: UUID) -> ResponseReturnValue:
    """Show one address with what may be done to it."""
    found = queries.kept_address(session(), actor(), address_id)
    return _address_page(_form(fresh=True, **written(found)), found)


@blueprint.post("/addresses/<uuid:address_id>")
@requires(Permission.BUY)
def edit_address(address_id: UUID) -> ResponseReturnValue:
    """Change an address for orders to come."""
    found, form = queries.kept_address(session(), actor(), address_id), _form(fresh=False)
    if not form.validate():
        return _address_page(form, found, 422)
    try:
        actions.edit_address(call(), address_id, form.sheet())
    except InvalidInput as error:
        form.refuse(error)
        return _address_page(form, found, 422)
    flash(_("Saved. Orders that were placed before keep the address they had."), "good")
    return see_other(url_for(".addresses"))


@blueprint.post("/addresses/<uuid:address_id>/preference")
@requires(Permission.BUY)
def prefer_address(address_id: UUID) -> ResponseReturnValue:
    """Make an address the usual one."""
    actions.choose_default_address(call(), address_id)
    flash(_("Goods go there from now on, unless you choose another at checkout."), "good")
    return see_other(url_for(".addresses"))


@blueprint.post("/addresses/<uuid:address_id>/removal")
@requires(Permission.BUY)
def remove_address(address_id: UUID) -> ResponseReturnValue:
    """Take an address off the list."""
    actions.archive_address(call(), address_id)
    flash(_("Taken off the list. Orders that go there still do."), "good")
    return see_other(url_for(".addresses"))


def _form(*, fresh: bool, **data: Any) -> AddressForm:
    form = AddressForm(formdata=None, data=data) if fresh else AddressForm()
    form.offer(queries.regions(session()))
    return form


def _address_page(form: AddressForm, found: queries.AddressRow | None, status: int = 200) -> Response:
    return make_response(render_template("retailer/address.html", form=form, address=found), status)
