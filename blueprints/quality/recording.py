"""Recording what an inspection found, with its report."""

from __future__ import annotations

from uuid import UUID

from flask import flash, url_for
from flask.typing import ResponseReturnValue

from blueprints.quality.blueprint import blueprint
from blueprints.quality.forms import FindingsForm
from blueprints.quality.inspections import inspection_page
from trade.files.rules import FileKind
from trade.kernel.actor import Permission
from trade.kernel.errors import DomainError
from trade.quality.actions import record_inspection
from trade.quality.queries import inspection_detail
from trade.quality.rules import InspectionState, Verdict
from web.access import actor, call, requires, session
from web.filing import keep_chosen
from web.fragments import see_other
from web.translation import gettext as _


@blueprint.post("/inspections/<uuid:inspection_id>/findings")
@requires(Permission.ADMIT)
def record(inspection_id: UUID) -> ResponseReturnValue:
    """Write down how many units were wrong; what fails is held back at once."""
    form = FindingsForm()
    if not form.validate():
        return inspection_page(inspection_id, "findings", form)
    try:
        report_id = keep_chosen(form.report, FileKind.DOCUMENT)
        if form.report.errors:
            return inspection_page(inspection_id, "findings", form)
        record_inspection(
            call(), inspection_id, found=form.found(), inspector=form.inspector.data or "", words=form.words.data or "",
            report_id=report_id,
        )  # fmt: skip
    except DomainError as error:
        return inspection_page(inspection_id, "findings", form, error)
    row = inspection_detail(session(), actor(), inspection_id).row
    flash(_told(row.verdict, row.state), "danger" if row.holds else "good")
    return see_other(url_for(".inspection", inspection_id=inspection_id))


def _told(verdict: Verdict | None, state: InspectionState) -> str:
    if verdict is Verdict.FAIL:
        return _("It fails, so the product is held back from this moment on. A colleague confirms it.")
    if state is InspectionState.RECORDED:
        return _("It passes. The product is sold again as soon as a colleague has confirmed it.")
    return _("It passes.")
