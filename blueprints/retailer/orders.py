"""Orders: the list, one order from placing to delivery, taking it back, ordering it again."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from flask import Response, flash, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from adapters import clock
from blueprints.retailer.blueprint import blueprint
from blueprints.retailer.forms import CancellationForm
from trade.claims.queries import claims_of_order
from trade.credit.queries import invoice_of_order
from trade.invoicing.queries import papers_of_order
from trade.kernel.actor import Permission
from trade.kernel.errors import NotFound
from trade.ordering import actions, queries
from trade.ordering.actions import Repeated
from trade.ordering.loading import bought_by
from trade.ordering.queries import OrderDetail
from trade.ordering.rules import OrderState
from trade.quality.queries import held_back_of
from trade.scoring.queries import rating_of
from trade.scoring.rules import RATING_DAYS
from web.access import actor, call, requires, session
from web.claim_words import brought_back, claim_words, is_left_to_claim, late_ends
from web.filters import money
from web.fragments import see_other
from web.order_cells import order_cells, order_header
from web.sheets import KINDS, all_rows, list_answer
from web.states import order_track
from web.tabs import state_tabs
from web.timeline import timeline_of
from web.translation import gettext as _
from web.translation import ngettext


@blueprint.get("/orders")
@requires(Permission.SEE_PURCHASES)
def orders() -> ResponseReturnValue:
    """List the organisation's orders, newest first; a whole reference opens its order."""
    side, search = bought_by(actor()), request.args.get("q", "").strip()
    found = queries.find_order_by_reference(session(), actor(), search) if search else None
    if found is not None:
        return see_other(url_for(".order", order_id=found))
    state = _state()
    page = queries.orders_of(session(), side, state=state, search=search, cursor=request.args.get("after"), limit=30)
    tabs = state_tabs(queries.states_count(session(), side), list(OrderState), ".orders", state)
    return render_template("retailer/orders.html", page=page, tabs=tabs, state=state, search=search)


@blueprint.get(f"/orders.<{KINDS}:kind>")
@requires(Permission.SEE_PURCHASES)
def orders_file(kind: str) -> Response:
    """Answer the orders of this view as a file."""
    side, state, search = bought_by(actor()), _state(), request.args.get("q", "").strip()
    rows = all_rows(lambda after: queries.orders_of(session(), side, state=state, search=search, cursor=after))
    return list_answer(kind, "orders", _("Orders"), order_header(), map(order_cells, rows))


@blueprint.get("/orders/<uuid:order_id>")
@requires(Permission.SEE_PURCHASES)
def order(order_id: UUID) -> ResponseReturnValue:
    """Show one order: where it stands, its goods, shipments, money and history."""
    return _order_page(order_id, CancellationForm(formdata=None))


@blueprint.post("/orders/<uuid:order_id>/cancellation")
@requires(Permission.BUY)
def cancel(order_id: UUID) -> ResponseReturnValue:
    """Take an order back that has not been shipped."""
    form, found = CancellationForm(), _bought(order_id)
    if not form.validate():
        return _order_page(order_id, form, 422)
    actions.cancel_order(call(), order_id, reason=form.reason.data or "")
    if invoice_of_order(session(), order_id) is not None:
        flash(_("Cancelled. What was open of its invoice is not owed any more."), "good")
    else:
        flash(_("Cancelled. %(amount)s is back in your wallet.", amount=money(found.total)), "good")
    return see_other(url_for(".order", order_id=order_id))


@blueprint.post("/orders/<uuid:order_id>/repetition")
@requires(Permission.BUY)
def repeat(order_id: UUID) -> ResponseReturnValue:
    """Put the lines of an order into the cart again."""
    tell_repeated(actions.repeat_order(call(), order_id))
    return see_other(url_for(".cart"))


def _state() -> OrderState | None:
    return next((state for state in OrderState if state == request.args.get("state")), None)


def _bought(order_id: UUID) -> OrderDetail:
    """Return an order that the organisation bought; one that it sold is shown elsewhere."""
    found = queries.order_detail(session(), actor(), order_id)
    if found.buyer_id != actor().organisation_id:
        raise NotFound("order", order_id)
    return found


def _order_page(order_id: UUID, form: CancellationForm, status: int = 200) -> Response:
    found, now = _bought(order_id), clock.now()
    claims = claims_of_order(session(), actor(), order_id)
    may_claim = actor().may(Permission.BUY) and is_left_to_claim(found, now)
    late_until = late_ends(found) if may_claim else None
    page = render_template(
        "retailer/order.html",
        order=found,
        back=brought_back(found, claims),
        track=order_track(found),
        papers=papers_of_order(session(), actor(), order_id),
        claims=claims,
        may_claim=may_claim and late_until is None,
        late_until=late_until,
        claim_words=claim_words(found, now),
        rating=rating_of(session(), order_id),
        may_rate=_may_rate(found),
        rating_days=RATING_DAYS,
        held=held_back_of(session(), actor(), found.id),
        history=timeline_of(session(), "order", order_id, currency=found.total.currency),
        form=form,
        invoice=invoice_of_order(session(), order_id),
    )
    return make_response(page, status)


def _may_rate(found: OrderDetail) -> bool:
    """Whether the days for rating it run."""
    delivered, may = found.delivered_at, actor().may(Permission.BUY)
    return may and delivered is not None and clock.now() < delivered + timedelta(days=RATING_DAYS)


def tell_repeated(repeated: Repeated) -> None:
    """Say how many lines of an order are in the cart again, and which could not be."""
    if repeated.put:
        flash(ngettext("%(num)d line is in your cart.", "%(num)d lines are in your cart.", repeated.put), "good")
    if repeated.left_out:
        names = ", ".join(repeated.left_out)
        flash(_("Not for sale any more, so left out: %(names)s", names=names), "waiting")
