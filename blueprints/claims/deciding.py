"""What the platform's people do: pay first, and decide who bears it."""

from __future__ import annotations

from uuid import UUID

from flask.typing import ResponseReturnValue

from blueprints.claims.blueprint import blueprint
from blueprints.claims.cases import case_page, done
from blueprints.claims.forms import DecisionForm
from trade.claims.actions import advance_claim, decide_claim, order_replacement, order_return, reject_claim
from trade.claims.queries import carriers, claim_detail
from trade.claims.rules import Outcome
from trade.kernel.actor import Permission
from trade.kernel.errors import DomainError
from web.access import actor, call, requires, session
from web.translation import gettext as _


@blueprint.post("/<uuid:claim_id>/advance")
@requires(Permission.ADMIT)
def pay(claim_id: UUID) -> ResponseReturnValue:
    """Pay the buyer before it is settled who bears it."""
    try:
        advance_claim(call(), claim_id)
    except DomainError as error:
        return case_page(claim_id, error=error)
    return done(claim_id, _("Paid. Who bears it can be decided in peace."))


@blueprint.post("/<uuid:claim_id>/decision")
@requires(Permission.ADMIT)
def decide(claim_id: UUID) -> ResponseReturnValue:
    """Decide who bears how much of a claim, or reject it."""
    asked = claim_detail(session(), actor(), claim_id).row.amount
    form = DecisionForm(currency=asked.currency, carriers=carriers(session()))
    if not form.validate():
        return case_page(claim_id, "decision", form)
    try:
        if form.bearer.data == "rejected":
            reject_claim(call(), claim_id, answer=form.answer.data or "")
        elif form.bearer.data == "replacement":
            order_replacement(call(), claim_id, answer=form.answer.data or "")
        elif form.bearer.data == "return":
            order_return(call(), claim_id, answer=form.answer.data or "")
        else:
            bearer, amount = Outcome(form.bearer.data), form.amount.data or asked
            carrier_id = UUID(form.carrier.data) if form.carrier.data else None
            decide_claim(
                call(), claim_id, bearer=bearer, amount=amount, answer=form.answer.data or "", carrier_id=carrier_id
            )
    except DomainError as error:
        return case_page(claim_id, "decision", form, error)
    return done(claim_id, _("Decided. Both sides have been told."))
