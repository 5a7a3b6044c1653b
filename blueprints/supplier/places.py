"""Where a SKU lies: taking in at a place, counting it, writing off what is too old; and the list of what grows old."""

from typing import Any
from uuid import UUID

from flask import flash, make_response, render_template, url_for
from flask.typing import ResponseReturnValue

from adapters import clock
from blueprints.supplier.blueprint import blueprint
from blueprints.supplier.stock import of_sku
from blueprints.supplier.warehouse_forms import ArrivalForm, PlaceCountForm, ShelfDaysForm, WriteOffForm
from trade.kernel.actor import Permission
from trade.kernel.errors import DomainError, InvalidInput
from trade.stock.actions import count_stock, receive_stock, set_shelf_days, write_off
from trade.stock.queries import ageing_lots, shelf_row, warehouses
from web.access import actor, call, requires, session
from web.filters import quantity
from web.forms import Form
from web.fragments import see_other
from web.translation import gettext as _


@blueprint.get("/stock/ageing")
@requires(Permission.SEE_SALES)
def ageing() -> ResponseReturnValue:
    """Show the lots that die too early to be sold."""
    return render_template("supplier/ageing.html", rows=ageing_lots(session(), actor(), clock.now()))


@blueprint.post("/stock/<uuid:sku_id>/places/receipt")
@requires(Permission.SHIP)
def receive_at_place(sku_id: UUID) -> ResponseReturnValue:
    """Take in goods at a place."""
    form = ArrivalForm()
    form.offer(warehouses(session(), actor()))
    if not form.validate():
        return _refused(sku_id, form, arrival=form)
    units = form.units(shelf_row(session(), actor(), sku_id).pack_size)
    try:
        receive_stock(call(), sku_id, quantity=units, reason=form.reason.data or "", place=form.place)
    except DomainError as error:
        return _refused(sku_id, form, error, arrival=form)
    return _done(sku_id, _("%(count)s received.", count=quantity(units)))


@blueprint.post("/stock/<uuid:sku_id>/places/count")
@requires(Permission.SHIP)
def count_at_place(sku_id: UUID) -> ResponseReturnValue:
    """Write down what was counted at a place."""
    form = PlaceCountForm()
    if not form.validate():
        return _refused(sku_id, form, of_place=form)
    try:
        count_stock(call(), sku_id, counted=form.counted.data, place=form.place)
    except DomainError as error:
        return _refused(sku_id, form, error, of_place=form)
    return _done(sku_id, _("Counted: %(count)s.", count=quantity(form.counted.data)))


@blueprint.post("/stock/<uuid:sku_id>/places/write-off")
@requires(Permission.SHIP)
def write_off_at_place(sku_id: UUID) -> ResponseReturnValue:
    """Take goods off a place for good."""
    form = WriteOffForm()
    if not form.validate():
        return _refused(sku_id, form, of_place=form)
    try:
        write_off(call(), sku_id, quantity=form.quantity.data, reason="", place=form.place, sent_back=form.is_sent_back)
    except DomainError as error:
        return _refused(sku_id, form, error, of_place=form)
    count = quantity(form.quantity.data)
    return _done(
        sku_id,
        _("%(count)s sent back.", count=count) if form.is_sent_back else _("%(count)s written off.", count=count),
    )


@blueprint.post("/stock/<uuid:sku_id>/shelf-days")
@requires(Permission.SHIP)
def shelf_days(sku_id: UUID) -> ResponseReturnValue:
    """Say how long a SKU must keep after delivery."""
    form = ShelfDaysForm()
    if not form.validate():
        return _refused(sku_id, form, days=form)
    try:
        set_shelf_days(call(), sku_id, days=form.days.data)
    except DomainError as error:
        return _refused(sku_id, form, error, days=form)
    return _done(sku_id, form.said())


def _refused(sku_id: UUID, form: Form, error: DomainError | None = None, **forms: Any) -> ResponseReturnValue:
    """Answer with the page as it was typed and what is wrong."""
    if error is not None:
        form.refuse(error)
    status = 422 if error is None or isinstance(error, InvalidInput) else 409
    return make_response(render_template("supplier/stock_of_sku.html", **of_sku(sku_id, **forms)), status)


def _done(sku_id: UUID, told: str) -> ResponseReturnValue:
    flash(told, "good")
    return see_other(url_for("supplier.stock_of_sku", sku_id=sku_id))
