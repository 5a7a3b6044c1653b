"""Goods that should lie in another warehouse: the advice, and one click that sends them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from uuid import UUID

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue

from adapters import clock
from blueprints.supplier.blueprint import blueprint
from trade.forecasting import queries
from trade.forecasting.queries import MoveRow
from trade.kernel.actor import Permission
from trade.kernel.errors import DomainError
from trade.kernel.paging import PAGE_ROWS_MAX
from trade.stock.actions import Sent, send_transfer
from trade.stock.queries import places_of
from web.access import actor, call, requires, session
from web.fragments import see_other
from web.sentences import sentence
from web.translation import gettext as _


@blueprint.get("/forecast/moves")
@requires(Permission.SEE_SALES)
def forecast_moves() -> ResponseReturnValue:
    """Show what should be moved, a table for each pair of warehouses."""
    rows = queries.moves(session(), actor(), clock.now())
    by_way = sorted(rows, key=_way)
    ways = [list(group) for _way_of, group in groupby(by_way, key=_way)]
    ways.sort(key=lambda group: group[0].move.leave_by)
    return render_template("supplier/forecast_moves.html", ways=ways)


@blueprint.post("/forecast/moves")
@requires(Permission.SHIP)
def send_moves() -> ResponseReturnValue:
    """Send what was ticked from one warehouse to another, just as many as were shown; what dies first leaves first."""
    way = _id("from_id"), _id("to_id")
    sent = [one for sku_id, units in _ticked() for one in _lots(sku_id, way[0], units)]
    if not sent:
        flash(_("Nothing was sent: tick what is to go, or look whether it still lies there."), "waiting")
        return see_other(url_for(".forecast_moves"))
    try:
        transfer_id = send_transfer(call(), from_id=way[0], to_id=way[1], sent=sent, note=_("Advised by the forecast"))
    except DomainError as error:
        flash(sentence(error), "danger")
        return see_other(url_for(".forecast_moves"))
    flash(_("Sent. Say here what arrives of it."), "good")
    return see_other(url_for(".transfer", transfer_id=transfer_id))


def _way(row: MoveRow) -> tuple[str, str]:
    return str(row.move.giver.warehouse_id), str(row.move.taker.warehouse_id)


def _id(name: str) -> UUID:
    """The id in a field; one that nobody has where there is none, so that it is not found."""
    try:
        return UUID(request.form.get(name, ""))
    except ValueError:
        return UUID(int=0)


def _ticked() -> Sequence[tuple[UUID, int]]:
    """SKU and units of each ticked line; what makes no sense is passed over."""
    found: dict[UUID, int] = {}
    for line in request.form.getlist("line")[:PAGE_ROWS_MAX]:
        sku, _colon, units = line.partition(":")
        try:
            found[UUID(sku)] = int(units[:9])
        except ValueError:
            continue
    return [(sku_id, units) for sku_id, units in found.items() if units > 0]


def _lots(sku_id: UUID, warehouse_id: UUID, units: int) -> Sequence[Sent]:
    """The lots that make up the units, those that die first before the rest; too many units are left to be refused."""
    found, asked = [], units
    for place in places_of(session(), actor(), sku_id, clock.now()):
        if place.warehouse_id != warehouse_id or not place.is_usable or place.free <= 0 or units <= 0:
            continue
        found.append(Sent(sku_id, min(place.free, units), place.lot))
        units -= found[-1].quantity
    return found if not units else [Sent(sku_id, asked)]
