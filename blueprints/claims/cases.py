"""One claim with all that the viewer may do about it."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from flask import Response, flash, url_for
from flask.typing import ResponseReturnValue

from blueprints.claims.blueprint import blueprint
from blueprints.claims.forms import (
    DecisionForm,
    NotRightForm,
    ObjectionForm,
    ReturnShipmentForm,
    WordsForm,
    receipt_form,
)
from trade.claims.queries import ClaimDetail, carrier_of, carriers, claim_detail
from trade.kernel.actor import Permission
from trade.kernel.errors import DomainError, NotAllowed, NotFound
from trade.settlement.queries import recovery_of
from web import hx, portals
from web.access import actor, requires, session
from web.forms import Form
from web.fragments import respond, see_other
from web.sentences import sentence
from web.timeline import timeline_of

SEES: Final = (Permission.SEE_PURCHASES, Permission.SEE_SALES, Permission.OVERSEE)


@blueprint.get("/<uuid:claim_id>")
@requires(*SEES)
def claim(claim_id: UUID) -> ResponseReturnValue:
    """Show one claim: its goods, its clocks, what was said, and what can be done."""
    return case_page(claim_id)


def cannot_be_decided(found: ClaimDetail) -> set[str]:
    """Return the decisions that a claim does not have any more: they are not offered."""
    possible = {"replacement": found.may_be_replaced, "return": found.may_go_back}
    return {decision for decision, is_possible in possible.items() if not is_possible}


def done(claim_id: UUID, told: str, tone: str = "good") -> Response:
    """Answer what was done: the claim as it stands now to htmx, its page to everybody else."""
    if told:
        flash(told, tone)
    return case_page(claim_id) if hx.wants_fragment() else see_other(url_for("claims.claim", claim_id=claim_id))


def case_page(
    claim_id: UUID, refused: str = "", form: Form | None = None, error: DomainError | None = None
) -> Response:
    """Draw the page of a claim, or what of it htmx swaps; with the form that was refused, and why.

    What is not there, or not for the viewer, is answered as everywhere else.
    """
    if isinstance(error, (NotFound, NotAllowed)):
        raise error
    found = claim_detail(session(), actor(), claim_id)
    asked = found.row.amount
    forms: dict[str, Any] = {
        "message": WordsForm(formdata=None),
        "objection": ObjectionForm(formdata=None),
        "not_right": NotRightForm(formdata=None),
        "shipment": ReturnShipmentForm(formdata=None),
        "receipt": receipt_form(found.lines, fresh=True),
        "decision": DecisionForm(
            formdata=None,
            currency=asked.currency,
            data={"amount": asked},
            carriers=carriers(session()),
            cannot=cannot_be_decided(found),
        ),
    }
    if form is not None:
        forms[refused] = form
        if error is not None:
            form.refuse(error)
    status = 200 if form is None and error is None else 422 if error is None else 409
    return respond(
        "claims/case.html",
        "claims/_case.html",
        status,
        done=status == 200 and hx.wants_fragment(),
        layout=portals.frame(),
        found=found,
        row=found.row,
        carrier=carrier_of(session(), claim_id),
        recovery=recovery_of(session(), actor(), claim_id),
        own=actor().organisation_id,
        forms=forms,
        form=form or forms["message"],
        refusal=sentence(error) if error is not None and form is None else "",
        history=timeline_of(session(), "claim", claim_id, currency=found.row.amount.currency),
    )
