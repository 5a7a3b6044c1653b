"""The list of orders, and confirming many of them at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue

from blueprints.supplier.asking import asked_for
from blueprints.supplier.blueprint import blueprint
from trade.kernel.actor import Permission
from trade.kernel.errors import DomainError
from trade.kernel.paging import PAGE_ROWS_MAX
from trade.ordering import actions
from trade.ordering.loading import sold_among, sold_by
from trade.ordering.queries import orders_of, states_count
from trade.ordering.rules import OrderState
from web import hx
from web.access import actor, call, requires, session
from web.each import call_for, chosen
from web.fragments import respond, see_other
from web.sentences import sentence
from web.translation import gettext as _
from web.translation import ngettext
from web.words import state_word

PAGE, FRAGMENT = "supplier/orders.html", "supplier/_orders.html"
TO_SHIP = (OrderState.CONFIRMED, OrderState.PARTLY_SHIPPED)


@dataclass(frozen=True, slots=True)
class Tab:
    """One state among the views of the list."""

    label: str
    url: str
    current: bool
    count: int


@blueprint.get("/orders")
@requires(Permission.SEE_SALES)
def order_list() -> ResponseReturnValue:
    """Show the orders, newest first, narrowed down by state and reference."""
    state, search = asked()
    page = orders_of(session(), sold_by(actor()), state=state, search=search, cursor=request.args.get("cursor"))
    further = url_for("supplier.order_list", **_view(), cursor=page.next_cursor) if page.next_cursor else ""
    return respond(PAGE, FRAGMENT, **_frame(), rows=page.rows, results={}, further=further, told="")


@blueprint.post("/orders/confirmations")
@requires(Permission.SELL)
def confirm_many() -> ResponseReturnValue:
    """Confirm each of the chosen orders by itself, and say for each how it went."""
    rows = orders_of(session(), sold_among(actor(), chosen("order")), limit=PAGE_ROWS_MAX).rows
    results = {row.id: _confirm(row.id) for row in rows}
    refused = sum(1 for result in results.values() if result)
    told = _told(len(rows) - refused, refused)
    if not refused and not hx.wants_fragment():
        flash(told, "good" if rows else "waiting")
        return see_other(url_for("supplier.order_list", **_view()))
    shown = orders_of(session(), sold_among(actor(), list(results)), limit=PAGE_ROWS_MAX).rows
    status = 409 if refused else 200
    return respond(PAGE, FRAGMENT, status, **_frame(), rows=shown, results=results, further="", told=told)


def asked() -> tuple[OrderState | None, str]:
    """Return the state and the search of this view; a state nobody knows narrows nothing down."""
    state = request.args.get("state", "")
    return (OrderState(state) if state in set(OrderState) else None), asked_for("q", 40)


def waiting() -> int:
    """Count the orders that nobody has confirmed yet."""
    return states_count(session(), sold_by(actor())).get(OrderState.PLACED, 0)


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


def _view() -> dict[str, Any]:
    """Return what the address says of this view, without its cursor."""
    state, search = asked()
    return {**({"state": str(state)} if state else {}), **({"q": search} if search else {})}


def _frame() -> dict[str, Any]:
    state, search = asked()
    return {"tabs": _tabs(state), "state": state, "search": search, "view": _view()}


def _tabs(current: OrderState | None) -> Sequence[Tab]:
    counts: Mapping[OrderState, int] = states_count(session(), sold_by(actor()))
    everything = Tab(_("All"), url_for("supplier.order_list"), current is None, sum(counts.values()))
    return [everything, *(
        Tab(state_word(state).word, url_for("supplier.order_list", state=str(state)), state is current, counts.get(state, 0))
        for state in OrderState
    )]  # fmt: skip
