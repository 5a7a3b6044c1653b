"""One claim with all that the viewer may do about it."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from flask import Response, make_response, render_template
from flask.typing import ResponseReturnValue

from blueprints.claims.blueprint import blueprint
from blueprints.claims.forms import DecisionForm, ObjectionForm, WordsForm
from trade.claims.queries import claim_detail
from trade.kernel.actor import Permission
from trade.kernel.errors import DomainError, NotAllowed, NotFound
from web import portals
from web.access import actor, requires, session
from web.forms import Form
from web.sentences import sentence
from web.timeline import timeline_of

SEES: Final = (Permission.SEE_PURCHASES, Permission.SEE_SALES, Permission.OVERSEE)


@blueprint.get("/<uuid:claim_id>")
@requires(*SEES)
def claim(claim_id: UUID) -> ResponseReturnValue:
    """Show one claim: its goods, its clocks, what was said, and what can be done."""
    return case_page(claim_id)


def case_page(
    claim_id: UUID, refused: str = "", form: Form | None = None, error: DomainError | None = None
) -> Response:
    """Draw the page of a claim; with the form that was refused, and why.

    What is not there, or not for the viewer, is answered as everywhere else.
    """
    if isinstance(error, (NotFound, NotAllowed)):
        raise error
    found = claim_detail(session(), actor(), claim_id)
    asked = found.row.amount
    forms: dict[str, Any] = {
        "message": WordsForm(formdata=None),
        "objection": ObjectionForm(formdata=None),
        "decision": DecisionForm(formdata=None, currency=asked.currency, data={"amount": asked}),
    }
    if form is not None:
        forms[refused] = form
        if error is not None:
            form.refuse(error)
    status = 200 if form is None and error is None else 422 if error is None else 409
    page = render_template(
        "claims/case.html",
        layout=portals.frame(),
        found=found,
        row=found.row,
        own=actor().organisation_id,
        forms=forms,
        form=form or forms["message"],
        refusal=sentence(error) if error is not None and form is None else "",
        history=timeline_of(session(), "claim", claim_id, currency=found.row.amount.currency),
    )
    return make_response(page, status)
