"""The shelf: what lies there, counting it, and taking in what arrived."""

from typing import Any, Final
from uuid import UUID

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue

from adapters import clock
from blueprints.supplier.asking import asked_for, cursor
from blueprints.supplier.blueprint import blueprint
from blueprints.supplier.stock_forms import CountForm, ReceiptForm
from blueprints.supplier.warehouse_forms import ArrivalForm, PlaceForm, ShelfDaysForm
from trade.catalogue.queries import packs_holding
from trade.kernel.actor import Permission
from trade.kernel.errors import DomainError, InvalidInput
from trade.parties.queries import names_of
from trade.stock.actions import count_stock, receive_stock
from trade.stock.queries import move_history, places_of, shelf_row, shelf_rows, shelf_summary, warehouses
from web import hx
from web.access import actor, call, requires, session
from web.forms import Form
from web.fragments import respond, see_other
from web.translation import gettext as _

ROWS: Final = 50
"""A row holds two forms: more of them would make the page slow to draw."""

PAGE, ROW = "supplier/stock_of_sku.html", "supplier/_stock_row.html"


@blueprint.get("/stock")
@requires(Permission.SEE_SALES)
def stock_list() -> ResponseReturnValue:
    """Show all SKUs with what lies there, or only those that run out."""
    search, low = asked_for("q"), request.args.get("low") == "1"
    page = shelf_rows(session(), actor(), search=search, low=low, cursor=cursor(), limit=ROWS)
    view: dict[str, Any] = {"q": search or None, "low": "1" if low else None}
    return respond(
        "supplier/stock.html",
        "supplier/_stock.html",
        rows=page.rows,
        search=search,
        low=low,
        further=url_for("supplier.stock_list", **view, cursor=page.next_cursor) if page.next_cursor else "",
        form=None,
        told="",
        summary=shelf_summary(session(), actor()),
    )


@blueprint.get("/stock/<uuid:sku_id>")
@requires(Permission.SEE_SALES)
def stock_of_sku(sku_id: UUID) -> ResponseReturnValue:
    """Show what lies there of one SKU, and each change of it."""
    return respond(PAGE, ROW, **_shelf(sku_id))


@blueprint.post("/stock/<uuid:sku_id>/count")
@requires(Permission.SHIP)
def count(sku_id: UUID) -> ResponseReturnValue:
    """Write down what was counted."""
    form = CountForm()
    if not form.validate():
        return _refused(sku_id, form)
    try:
        change = count_stock(call(), sku_id, counted=form.counted.data, reason=form.reason.data or "")
    except DomainError as error:
        return _refused(sku_id, form, error)
    return _done(sku_id, form.said(change))


@blueprint.post("/stock/<uuid:sku_id>/receipt")
@requires(Permission.SHIP)
def receive(sku_id: UUID) -> ResponseReturnValue:
    """Take in goods that arrived."""
    form = ReceiptForm()
    if not form.validate():
        return _refused(sku_id, form)
    try:
        receive_stock(call(), sku_id, quantity=form.quantity.data, reason=form.reason.data or "")
    except DomainError as error:
        return _refused(sku_id, form, error)
    return _done(sku_id, form.said())


def _shelf(sku_id: UUID, form: Form | None = None, told: str = "") -> dict[str, Any]:
    """Return all that the page of a SKU's stock shows; its row needs the first part alone."""
    row = shelf_row(session(), actor(), sku_id)
    if hx.wants_fragment():
        return {"row": row, "form": form, "told": told}
    return of_sku(sku_id, form, told)


def of_sku(
    sku_id: UUID,
    form: Form | None = None,
    told: str = "",
    *,
    arrival: ArrivalForm | None = None,
    of_place: PlaceForm | None = None,
    days: ShelfDaysForm | None = None,
) -> dict[str, Any]:
    """Return all that the page of a SKU's stock shows, with the form that was refused."""
    row = shelf_row(session(), actor(), sku_id)
    houses = warehouses(session(), actor())
    arrival = arrival or ArrivalForm(formdata=None)
    arrival.offer(houses)
    moves = move_history(session(), actor(), sku_id, cursor=cursor())
    further = url_for("supplier.stock_of_sku", sku_id=sku_id, cursor=moves.next_cursor) if moves.next_cursor else ""
    people = names_of(session(), {move.person_id for move in moves.rows if move.person_id})
    return {
        "row": row, "form": form, "told": told, "moves": moves.rows, "people": people, "further": further,
        "places": places_of(session(), actor(), sku_id, clock.now()), "several": len(houses) > 1,
        "names": {house.id: house.name for house in houses}, "arrival": arrival, "of_place": of_place,
        "days": days or ShelfDaysForm(formdata=None, days=row.shelf_days),
        "packs": packs_holding(session(), actor(), sku_id),
    }  # fmt: skip


def _refused(sku_id: UUID, form: Form, error: DomainError | None = None) -> ResponseReturnValue:
    """Answer with the row as it was typed and what is wrong with it."""
    if error is not None:
        form.refuse(error)
    status = 422 if error is None or isinstance(error, InvalidInput) else 409
    return respond(PAGE, ROW, status, **_shelf(sku_id, form))


def _done(sku_id: UUID, told: str) -> ResponseReturnValue:
    """Answer with the row as it is now; without JavaScript go back to the list, to that row."""
    if hx.wants_fragment():
        return respond(PAGE, ROW, **_shelf(sku_id, told=told))
    flash(_("%(code)s: %(told)s", code=shelf_row(session(), actor(), sku_id).code, told=told), "good")
    view: dict[str, Any] = {name: asked_for(name) or None for name in ("q", "low", "cursor")}
    return see_other(url_for("supplier.stock_list", **view, _anchor=f"stock-{sku_id.hex}"))
