"""What the platform's people do: pay first, and decide who bears it."""

from __future__ import annotations

from uuid import UUID

from flask import flash, url_for
from flask.typing import ResponseReturnValue

from blueprints.claims.blueprint import blueprint
from blueprints.claims.cases import case_page
from blueprints.claims.forms import DecisionForm
from trade.claims.actions import advance_claim, decide_claim, reject_claim
from trade.claims.queries import claim_detail
from trade.claims.rules import Outcome
from trade.kernel.actor import Permission
from trade.kernel.errors import DomainError
from web.access import actor, call, requires, session
from web.fragments import see_other
from web.translation import gettext as _


@blueprint.post("/<uuid:claim_id>/advance")
@requires(Permission.ADMIT)
def pay(claim_id: UUID) -> ResponseReturnValue:
    """Pay the buyer before it is settled who bears it."""
    try:
        advance_claim(call(), claim_id)
    except DomainError as error:
        return case_page(claim_id, error=error)
    flash(_("Paid. Who bears it can be decided in peace."), "good")
    return see_other(url_for(".claim", claim_id=claim_id))


@blueprint.post("/<uuid:claim_id>/decision")
@requires(Permission.ADMIT)
def decide(claim_id: UUID) -> ResponseReturnValue:
    """Decide who bears how much of a claim, or reject it."""
    asked = claim_detail(session(), actor(), claim_id).row.amount
    form = DecisionForm(currency=asked.currency)
    if not form.validate():
        return case_page(claim_id, "decision", form)
    try:
        if form.bearer.data == "rejected":
            reject_claim(call(), claim_id, answer=form.answer.data or "")
        else:
            bearer, amount = Outcome(form.bearer.data), form.amount.data or asked
            decide_claim(call(), claim_id, bearer=bearer, amount=amount, answer=form.answer.data or "")
    except DomainError as error:
        return case_page(claim_id, "decision", form, error)
    flash(_("Decided. Both sides have been told."), "good")
    return see_other(url_for(".claim", claim_id=claim_id))
