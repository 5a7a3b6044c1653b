"""Orders whose goods are held back before they left: the platform cancels those goods, or lets them go."""

from __future__ import annotations

from uuid import UUID

from flask import Response, flash, make_response, render_template, url_for
from flask.typing import ResponseReturnValue

from blueprints.quality.blueprint import blueprint
from blueprints.quality.forms import ReasonForm
from trade.kernel.actor import Permission
from trade.kernel.errors import DomainError, NotAllowed, NotFound
from trade.ordering.actions import cancel_held_back, clear_held_back
from trade.quality.queries import held_back_orders
from web import portals
from web.access import actor, call, requires, session
from web.fragments import see_other
from web.sentences import sentence
from web.translation import gettext as _


@blueprint.get("/orders/<uuid:order_id>")
@requires(Permission.OVERSEE)
def held_back_order(order_id: UUID) -> ResponseReturnValue:
    """Ask what becomes of an order's goods that are held back."""
    return _page(order_id, ReasonForm(formdata=None))


@blueprint.post("/orders/<uuid:order_id>/cancellation")
@requires(Permission.ADMIT)
def cancel(order_id: UUID) -> ResponseReturnValue:
    """Cancel the goods that are held back, and give the money back."""
    form = ReasonForm()
    if not form.validate():
        return _page(order_id, form, 422)
    try:
        cancel_held_back(call(), order_id, reason=form.reason.data or "")
    except DomainError as error:
        return _refused(order_id, form, error)
    flash(_("Cancelled. The buyer has the money back, and both sides have been told."), "good")
    return see_other(url_for("platform.order", order_id=order_id))


@blueprint.post("/orders/<uuid:order_id>/clearance")
@requires(Permission.ADMIT)
def clear(order_id: UUID) -> ResponseReturnValue:
    """Let the goods of this order leave."""
    form = ReasonForm()
    if not form.validate():
        return _page(order_id, form, 422)
    try:
        clear_held_back(call(), order_id, reason=form.reason.data or "")
    except DomainError as error:
        return _refused(order_id, form, error)
    flash(_("The goods of this order may leave. The seller has been told."), "good")
    return see_other(url_for("platform.order", order_id=order_id))


def _refused(order_id: UUID, form: ReasonForm, error: DomainError) -> ResponseReturnValue:
    if isinstance(error, (NotFound, NotAllowed)):
        raise error
    if not held_back_orders(session(), actor(), order_id=order_id):
        flash(sentence(error), "danger")
        return see_other(url_for(".inspection_list"))
    form.refuse(error)
    return _page(order_id, form, 409)


def _page(order_id: UUID, form: ReasonForm, status: int = 200) -> Response:
    found = held_back_orders(session(), actor(), order_id=order_id)
    if not found:
        raise NotFound("order", order_id)
    page = render_template("quality/order.html", layout=portals.frame(), order=found[0], form=form)
    return make_response(page, status)
