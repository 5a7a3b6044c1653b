"""What members want to order beyond their limits, and deciding on it."""

from __future__ import annotations

from uuid import UUID

from flask import Response, flash, make_response, render_template, url_for
from flask.typing import ResponseReturnValue

from adapters import clock
from blueprints.retailer.blueprint import blueprint
from blueprints.retailer.checkout import REFUSALS
from blueprints.retailer.forms import ApprovalForm, DeclineForm
from trade.kernel.actor import Permission
from trade.kernel.errors import DomainError
from trade.ledger.queries import balances
from trade.ledger.rules import AccountKind
from trade.ordering import actions, queries
from trade.ordering.rules import ApproverLimited, DayRefused, OwnRequest, RequesterLeft, RequestMoved
from web.access import actor, call, requires, session
from web.fragments import see_other
from web.sentences import sentence
from web.timeline import timeline_of
from web.translation import gettext as _

APPROVAL_REFUSALS = (*REFUSALS, ApproverLimited, DayRefused, OwnRequest, RequesterLeft, RequestMoved)


@blueprint.get("/purchase-requests")
@requires(Permission.BUY, Permission.APPROVE_PURCHASES)
def purchase_requests() -> str:
    """List what waits for approval, and what was decided."""
    return render_template("retailer/purchase_requests.html", requests=queries.purchase_requests(session(), actor()))


@blueprint.get("/purchase-requests/<uuid:request_id>")
@requires(Permission.BUY, Permission.APPROVE_PURCHASES)
def purchase_request(request_id: UUID) -> ResponseReturnValue:
    """Show one request as it stands now, with what has changed since it was asked."""
    return _request_page(request_id, DeclineForm(formdata=None))


@blueprint.post("/purchase-requests/<uuid:request_id>/approval")
@requires(Permission.APPROVE_PURCHASES)
def approve_request(request_id: UUID) -> ResponseReturnValue:
    """Place the orders of a colleague's request, exactly as they were shown."""
    try:
        approved = actions.approve_request(call(), request_id, shown=ApprovalForm().content())
    except APPROVAL_REFUSALS as error:
        return _request_page(request_id, DeclineForm(formdata=None), error, 409)
    return see_other(url_for(".placed", order_id=approved.order_ids[0]))


@blueprint.post("/purchase-requests/<uuid:request_id>/rejection")
@requires(Permission.APPROVE_PURCHASES)
def decline_request(request_id: UUID) -> ResponseReturnValue:
    """Say that a request is not ordered, and why."""
    form = DeclineForm()
    if not form.validate():
        return _request_page(request_id, form, None, 422)
    actions.decline_request(call(), request_id, reason=form.reason.data or "")
    flash(_("Declined. Whoever asked reads why."), "good")
    return see_other(url_for(".purchase_requests"))


@blueprint.post("/purchase-requests/<uuid:request_id>/withdrawal")
@requires(Permission.BUY)
def withdraw_request(request_id: UUID) -> ResponseReturnValue:
    """Take a request back into the cart."""
    actions.withdraw_request(call(), request_id)
    flash(_("Taken back: what you asked for is in your cart again."), "good")
    return see_other(url_for(".cart"))


def _request_page(
    request_id: UUID, form: DeclineForm, refusal: DomainError | None = None, status: int = 200
) -> Response:
    found = queries.purchase_request(session(), actor(), request_id, clock.now())
    currency = found.row.totals[0].currency
    page = render_template(
        "retailer/purchase_request.html",
        request_=found,
        form=form,
        is_own=found.row.asked_by == actor().person_id,
        approval=ApprovalForm(formdata=None, data={"shown": found.shown.hex()}),
        wallet=balances(session(), AccountKind.WALLET, actor().organisation),
        history=timeline_of(session(), "purchase_request", request_id, currency=currency),
        refusal=sentence(refusal) if refusal else "",
    )
    return make_response(page, status)
