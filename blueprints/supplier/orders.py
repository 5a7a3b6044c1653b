"""The list of orders, and confirming many of them at once."""

from collections.abc import Mapping
from uuid import UUID

from flask import flash, g, request, url_for
from flask.typing import ResponseReturnValue

from blueprints.supplier.blueprint import blueprint
from blueprints.supplier.order_view import asked
from trade.kernel.actor import Permission
from trade.kernel.errors import DomainError
from trade.kernel.paging import PAGE_ROWS_MAX, Page
from trade.ordering import actions
from trade.ordering.loading import sold_among
from trade.ordering.queries import OrderRow, orders_of
from web import hx
from web.access import actor, call, requires, session
from web.each import call_for, chosen
from web.fragments import respond, see_other
from web.sentences import sentence
from web.translation import gettext as _
from web.translation import ngettext


@blueprint.get("/orders")
@requires(Permission.SEE_SALES)
def order_list() -> ResponseReturnValue:
    """Show the orders, newest first, narrowed down by state and reference."""
    return _list(asked().page(request.args.get("cursor")))


@blueprint.post("/orders/confirmations")
@requires(Permission.FULFIL)
def confirm_many() -> ResponseReturnValue:
    """Confirm each of the chosen orders by itself, and say for each how it went."""
    ids = chosen("order")
    results = {row.id: _confirm(row.id) for row in _among(ids).rows}
    refused = sum(1 for result in results.values() if result)
    told = _told(len(results) - refused, refused)
    if not refused and not hx.wants_fragment():
        flash(told, "good" if results else "waiting")
        return see_other(url_for("supplier.order_list", **asked().address))
    g.pop("sales_by_state", None)
    page = _among(ids) if results else asked().page(None)
    return _list(page, 409 if refused else 200, told, results)


def _list(
    page: Page[OrderRow], status: int = 200, told: str = "", results: Mapping[UUID, str] | None = None
) -> ResponseReturnValue:
    """Show these orders; ``results`` says beside each why it was refused."""
    view = asked()
    further = url_for("supplier.order_list", **view.address, cursor=page.next_cursor) if page.next_cursor else ""
    shown = {"view": view, "rows": page.rows, "further": further, "told": told, "results": results or {}}
    return respond("supplier/orders.html", "supplier/_orders.html", status, **shown)


def _among(ids: list[UUID]) -> Page[OrderRow]:
    return orders_of(session(), sold_among(actor(), ids), limit=PAGE_ROWS_MAX)


def _confirm(order_id: UUID) -> str:
    """Confirm one order; answer why not, or nothing."""
    try:
        actions.confirm_order(call_for(call(), order_id.hex), order_id)
    except DomainError as error:
        return sentence(error)
    return ""


def _told(done: int, refused: int) -> str:
    if not done and not refused:
        return _("Nothing was chosen. Tick the orders to confirm first.")
    parts = [ngettext("%(num)d order confirmed.", "%(num)d orders confirmed.", done)]
    if refused:
        parts.append(ngettext("%(num)d was not: see its row.", "%(num)d were not: see their rows.", refused))
    return " ".join(parts)
