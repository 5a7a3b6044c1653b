"""Organisations that wait to be let in: by age, and one with all that it has shown."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from flask import Response, make_response, render_template, request
from flask.typing import ResponseReturnValue

from adapters import clock
from blueprints.platform.blueprint import blueprint
from blueprints.platform.forms import AdmissionReasonForm, QuestionForm
from trade.admission.queries import (
    admission_case,
    admissions,
    admissions_waiting,
    delistings,
    delistings_waiting,
    trial_of,
    trials,
    trials_waiting,
)
from trade.kernel.actor import Permission
from trade.kernel.errors import DomainError, InvalidInput, NotAllowed, NotFound
from web.access import actor, requires, session
from web.forms import Form
from web.sentences import sentence
from web.timeline import timeline_of

PAGE: Final = "platform/admission.html"


@blueprint.get("/admissions")
@requires(Permission.OVERSEE)
def admission_list() -> ResponseReturnValue:
    """Show what waits for somebody, the longest first."""
    every = "all" in request.args
    rows, now = admissions(session(), actor(), every=every), clock.now()
    running = trials(session(), actor(), now)
    off = delistings(session(), actor(), every=every)
    return render_template("platform/admissions.html", rows=rows, every=every, trials=running, delistings=off, now=now)


@blueprint.get("/admissions/<uuid:organisation_id>")
@requires(Permission.OVERSEE)
def admission(organisation_id: UUID) -> ResponseReturnValue:
    """Show one, and what the viewer may do about it."""
    return case_page(organisation_id)


def case_page(
    organisation_id: UUID, refused: str = "", form: Form | None = None, error: DomainError | None = None
) -> Response:
    """Draw the page; with the form that was refused, and why. What is not there is answered as everywhere else."""
    if isinstance(error, (NotFound, NotAllowed)):
        raise error
    case = admission_case(session(), actor(), organisation_id, clock.now())
    forms: dict[str, Any] = {
        "back": AdmissionReasonForm(formdata=None, prefix="back-"),
        "refusal": AdmissionReasonForm(formdata=None, prefix="refusal-"),
        "longer": AdmissionReasonForm(formdata=None, prefix="longer-"),
        "end": AdmissionReasonForm(formdata=None, prefix="end-"),
        "question": QuestionForm(formdata=None),
        **{str(row.id): AdmissionReasonForm(formdata=None, prefix=f"{row.id.hex}-") for row in case.permits},
    }
    if form is not None:
        forms[refused] = form
    status = 200 if form is None and error is None else 409 if error and not isinstance(error, InvalidInput) else 422
    page = render_template(
        PAGE,
        case=case,
        trial=trial_of(session(), organisation_id, clock.now()),
        forms=forms,
        form=form or forms["question"],
        refusal=sentence(error) if error is not None else "",
        checked_by_me=case.checked_by == actor().person_id,
        happened=timeline_of(session(), "organisation", organisation_id),
    )
    return make_response(page, status)


def waiting() -> int:
    """How many wait for somebody."""
    at_the_door = admissions_waiting(session(), actor()) + trials_waiting(session(), actor(), clock.now())
    return at_the_door + delistings_waiting(session(), actor())
