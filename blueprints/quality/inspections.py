"""The list of inspections, and one of them with all that the viewer may do about it."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from flask import Response, make_response, render_template
from flask.typing import ResponseReturnValue

from blueprints.quality.blueprint import blueprint
from blueprints.quality.forms import AgainForm, FindingsForm, ReasonForm
from trade.kernel.actor import Permission, Scope
from trade.kernel.errors import DomainError, NotAllowed, NotFound
from trade.quality.queries import (
    held_back_goods,
    held_back_orders,
    inspection_detail,
    inspections,
    reinspection_of,
    reinspections_open,
)
from web import portals
from web.access import actor, requires, session
from web.forms import Form
from web.sentences import sentence
from web.timeline import timeline_of

SEES: Final = (Permission.SEE_SALES, Permission.OVERSEE)


@blueprint.get("/inspections")
@requires(*SEES)
def inspection_list() -> ResponseReturnValue:
    """Show inspections of the viewer's goods, or all of them to the platform, with what is held back and waits for it."""
    is_platform = actor().scope is Scope.PLATFORM
    return render_template(
        "quality/list.html",
        layout=portals.frame(),
        rows=inspections(session(), actor()),
        goods=held_back_goods(session()) if is_platform else (),
        again=reinspections_open(session()) if is_platform else (),
        orders=held_back_orders(session(), actor()),
        is_platform=is_platform,
    )


@blueprint.get("/inspections/<uuid:inspection_id>")
@requires(*SEES)
def inspection(inspection_id: UUID) -> ResponseReturnValue:
    """Show one inspection: its plan, its findings, and what follows."""
    return inspection_page(inspection_id)


def inspection_page(
    inspection_id: UUID, refused: str = "", form: Form | None = None, error: DomainError | None = None
) -> Response:
    """Draw the page of an inspection; with the form that was refused, and why."""
    if isinstance(error, (NotFound, NotAllowed)):
        raise error
    found = inspection_detail(session(), actor(), inspection_id)
    forms: dict[str, Any] = {
        "findings": FindingsForm(formdata=None),
        "set_aside": ReasonForm(formdata=None, prefix="set-aside-"),
        "again": AgainForm(formdata=None),
        "call_off": ReasonForm(formdata=None, prefix="call-off-"),
    }
    if form is not None:
        forms[refused] = form
        if error is not None:
            form.refuse(error)
    forms["findings"].ask(found.criteria)
    status = 200 if form is None and error is None else 422 if error is None else 409
    page = render_template(
        "quality/inspection.html",
        layout=portals.frame(),
        found=found,
        row=found.row,
        again=reinspection_of(session(), inspection_id),
        forms=forms,
        form=form or forms["findings"],
        refusal=sentence(error) if error is not None and form is None else "",
        is_own=found.row.recorded_by is not None and found.row.recorded_by == actor().person_id,
        history=timeline_of(session(), "inspection", inspection_id),
    )
    return make_response(page, status)
