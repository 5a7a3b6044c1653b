"""The seller's warehouses: one is enough; with a second, orders are served from the nearest."""

from uuid import UUID

from flask import flash, make_response, render_template, url_for
from flask.typing import ResponseReturnValue

from blueprints.supplier.blueprint import blueprint
from blueprints.supplier.warehouse_forms import WarehouseForm
from trade.kernel.actor import Permission
from trade.kernel.errors import DomainError, InvalidInput
from trade.stock.actions import change_warehouse, close_warehouse, open_warehouse
from trade.stock.queries import WarehouseRow, regions, warehouse_row, warehouses
from web.access import actor, call, requires, session
from web.fragments import see_other
from web.timeline import timeline_of
from web.translation import gettext as _


@blueprint.get("/stock/warehouses")
@requires(Permission.SEE_SALES)
def warehouse_list() -> ResponseReturnValue:
    """Show the warehouses, and ask for another."""
    return _list(_form(WarehouseForm(formdata=None)))


@blueprint.post("/stock/warehouses")
@requires(Permission.SELL)
def add_warehouse() -> ResponseReturnValue:
    """Open a warehouse."""
    form = _form(WarehouseForm())
    if not form.validate():
        return _list(form, 422)
    try:
        open_warehouse(call(), name=form.name.data or "", region_code=form.region_code.data or None, nearby=form.nearby)
    except DomainError as error:
        form.refuse(error)
        return _list(form, 422 if isinstance(error, InvalidInput) else 409)
    flash(_("%(name)s is open.", name=form.name.data), "good")
    return see_other(url_for("supplier.warehouse_list"))


@blueprint.get("/stock/warehouses/<uuid:warehouse_id>")
@requires(Permission.SELL)
def warehouse(warehouse_id: UUID) -> ResponseReturnValue:
    """Show a warehouse with what may be changed about it."""
    row = warehouse_row(session(), actor(), warehouse_id)
    near = [*row.nearby, "", "", ""]
    form = WarehouseForm(
        formdata=None, name=row.name, region_code=row.region_code, near_1=near[0], near_2=near[1], near_3=near[2]
    )
    return _page(row, _form(form))


@blueprint.post("/stock/warehouses/<uuid:warehouse_id>")
@requires(Permission.SELL)
def edit_warehouse(warehouse_id: UUID) -> ResponseReturnValue:
    """Say anew what a warehouse is called and which regions it serves."""
    row = warehouse_row(session(), actor(), warehouse_id)
    form = _form(WarehouseForm())
    if not form.validate():
        return _page(row, form, 422)
    try:
        change_warehouse(
            call(),
            warehouse_id,
            name=form.name.data or "",
            region_code=form.region_code.data or None,
            nearby=form.nearby,
        )
    except DomainError as error:
        form.refuse(error)
        return _page(row, form, 422 if isinstance(error, InvalidInput) else 409)
    flash(_("Saved. Orders that come from now on go by it."), "good")
    return see_other(url_for("supplier.warehouse_list"))


@blueprint.post("/stock/warehouses/<uuid:warehouse_id>/closing")
@requires(Permission.SELL)
def shut_warehouse(warehouse_id: UUID) -> ResponseReturnValue:
    """Close an empty warehouse."""
    close_warehouse(call(), warehouse_id)
    flash(_("The warehouse is closed. What happened there stays in the books."), "good")
    return see_other(url_for("supplier.warehouse_list"))


def _form(form: WarehouseForm) -> WarehouseForm:
    form.offer(regions(session()))
    return form


def _list(form: WarehouseForm, status: int = 200) -> ResponseReturnValue:
    rows = warehouses(session(), actor())
    names = {row.code: row for row in regions(session())}
    return make_response(render_template("supplier/warehouses.html", rows=rows, regions=names, form=form), status)


def _page(row: WarehouseRow, form: WarehouseForm, status: int = 200) -> ResponseReturnValue:
    happened = timeline_of(session(), "warehouse", row.id)
    return make_response(render_template("supplier/warehouse.html", row=row, form=form, happened=happened), status)
