"""One order: its lines with the stock behind them, confirming, shipping, closing short and cancelling it."""

from typing import Any
from uuid import UUID

from flask import flash, url_for
from flask.typing import ResponseReturnValue

from adapters import clock
from blueprints.supplier.blueprint import blueprint
from blueprints.supplier.order_forms import CancellationForm, ShipmentForm, ShortClosingForm, shipment_form
from trade.claims.queries import claims_of_order
from trade.invoicing.actions import issue_invoice
from trade.invoicing.queries import papers_of_order
from trade.kernel.actor import Permission
from trade.kernel.errors import DomainError, NotFound
from trade.ordering import actions
from trade.ordering.queries import OrderDetail, order_detail
from trade.ordering.rules import ShipmentRefused
from trade.quality.queries import held_back_of
from trade.stock.queries import Pick, levels, picks_of_lines
from web import hx
from web.access import actor, call, requires, session
from web.forms import invalid
from web.fragments import respond, see_other
from web.states import order_track
from web.timeline import timeline_of
from web.translation import gettext as _

PAGE, FRAGMENT = "supplier/order.html", "supplier/_order.html"


@blueprint.get("/orders/<uuid:order_id>")
@requires(Permission.SEE_SALES)
def order(order_id: UUID) -> ResponseReturnValue:
    """Show an order."""
    return respond(PAGE, FRAGMENT, form=None, **about(sale(order_id)))


@blueprint.post("/orders/<uuid:order_id>/confirmation")
@requires(Permission.FULFIL)
def confirm(order_id: UUID) -> ResponseReturnValue:
    """Promise the buyer that the goods will come."""
    actions.confirm_order(call(), order_id)
    return _done(order_id, _("Confirmed. The buyer now knows that the goods will come."))


@blueprint.post("/orders/<uuid:order_id>/shipments")
@requires(Permission.SHIP)
def ship(order_id: UUID) -> ResponseReturnValue:
    """Ship what is typed beside each line."""
    found = sale(order_id)
    form = shipment_form(found)
    if not form.validate():
        return invalid(PAGE, FRAGMENT, form, **about(found, shipping=form))
    return _ship(found, form)


@blueprint.post("/orders/<uuid:order_id>/short-closing")
@requires(Permission.FULFIL)
def close_short(order_id: UUID) -> ResponseReturnValue:
    """Give up what cannot be shipped."""
    found, form = sale(order_id), ShortClosingForm()
    if not form.validate():
        return invalid(PAGE, FRAGMENT, form, **about(found, closing=form))
    actions.close_short(call(), order_id, reason=form.reason.data or "")
    return _done(order_id, _("Closed short. The buyer has the money for what was not shipped back."))


@blueprint.post("/orders/<uuid:order_id>/cancellation")
@requires(Permission.FULFIL)
def cancel(order_id: UUID) -> ResponseReturnValue:
    """Cancel an order of which nothing was shipped."""
    found, form = sale(order_id), CancellationForm()
    if not form.validate():
        return invalid(PAGE, FRAGMENT, form, **about(found, cancelling=form))
    actions.cancel_order(call(), order_id, reason=form.reason.data or "")
    return _done(order_id, _("Cancelled. The buyer has the money back, and the goods are free to sell."))


@blueprint.post("/orders/<uuid:order_id>/invoice")
@requires(Permission.FULFIL)
def invoice(order_id: UUID) -> ResponseReturnValue:
    """Issue the invoice of a confirmed order before its goods leave."""
    issue_invoice(call(), order_id)
    return _done(order_id, _("Issued. It stands among the papers, and the buyer sees it too."))


def sale(order_id: UUID) -> OrderDetail:
    """Return an order that the actor's organisation received; what it bought itself is not this desk's."""
    found = order_detail(session(), actor(), order_id)
    if found.seller_id != actor().organisation:
        raise NotFound("order", order_id)
    return found


def picks_now(order: OrderDetail) -> dict[UUID, list[Pick]]:
    """Return from where the lines of an order are taken if they leave now."""
    line_ids = [line.id for line in order.lines if line.open_quantity]
    wanted_on, region = order.requested_on, order.delivery_region
    return picks_of_lines(session(), actor(), line_ids, clock.now(), region=region, delivered_on=wanted_on)


def about(found: OrderDetail, **more: Any) -> dict[str, Any]:
    """Return all that the page of an order shows; ``dead`` are units that lie there for it, but no longer keep."""
    picks = picks_now(found) if found.can_ship else {}
    dead = {line_id: [pick for pick in of_line if pick.is_dead] for line_id, of_line in picks.items()}
    return {
        "order": found,
        "dead": dead,
        "levels": levels(session(), {line.sku_id for line in found.lines}),
        "track": order_track(found),
        "happened": timeline_of(session(), "order", found.id, currency=found.total.currency),
        "shipping": more.get("shipping") or shipment_form(found, dead, fresh=True),
        "closing": more.get("closing") or ShortClosingForm(formdata=None),
        "cancelling": more.get("cancelling") or CancellationForm(formdata=None),
        "claims": claims_of_order(session(), actor(), found.id),
        "held": held_back_of(session(), actor(), found.id),
        "papers": papers_of_order(session(), actor(), found.id),
        "told": more.get("told", ""),
    }


def _ship(found: OrderDetail, form: ShipmentForm) -> ResponseReturnValue:
    try:
        actions.ship_order(
            call(),
            found.id,
            quantities=form.quantities(),
            carrier=form.carrier.data or "",
            tracking=form.tracking.data or "",
        )
    except DomainError as error:
        form.refuse_at_line(error)
        status = 422 if isinstance(error, ShipmentRefused) else 409
        return respond(PAGE, FRAGMENT, status, form=form, **about(sale(found.id), shipping=form))
    return _done(found.id, _("On its way. The stock below is what is left."))


def _done(order_id: UUID, told: str) -> ResponseReturnValue:
    """Answer a change: the order as it is now, or for a browser without JavaScript the way back to it."""
    if hx.wants_fragment():
        return respond(PAGE, FRAGMENT, form=None, **about(sale(order_id), told=told))
    flash(told, "good")
    return see_other(url_for("supplier.order", order_id=order_id))
