"""The second person's word on a record."""

from __future__ import annotations

from uuid import UUID

from flask import flash, url_for
from flask.typing import ResponseReturnValue

from blueprints.quality.blueprint import blueprint
from blueprints.quality.forms import ReasonForm
from blueprints.quality.inspections import inspection_page
from trade.kernel.actor import Permission
from trade.kernel.errors import DomainError
from trade.quality.actions import confirm_inspection, set_aside_inspection
from web.access import call, requires
from web.fragments import see_other
from web.translation import gettext as _


@blueprint.post("/inspections/<uuid:inspection_id>/confirmation")
@requires(Permission.ADMIT)
def confirm(inspection_id: UUID) -> ResponseReturnValue:
    """Agree with what a colleague recorded."""
    try:
        confirm_inspection(call(), inspection_id)
    except DomainError as error:
        return inspection_page(inspection_id, error=error)
    flash(_("Confirmed. The seller has been told."), "good")
    return see_other(url_for(".inspection", inspection_id=inspection_id))


@blueprint.post("/inspections/<uuid:inspection_id>/setting-aside")
@requires(Permission.ADMIT)
def set_aside(inspection_id: UUID) -> ResponseReturnValue:
    """Say that a colleague's record is wrong, and why."""
    form = ReasonForm(prefix="set-aside-")
    if not form.validate():
        return inspection_page(inspection_id, "set_aside", form)
    try:
        set_aside_inspection(call(), inspection_id, reason=form.reason.data or "")
    except DomainError as error:
        return inspection_page(inspection_id, "set_aside", form, error)
    flash(
        _("Set aside. It counts for nothing, and what it held back is sold again unless something else holds it."),
        "good",
    )
    return see_other(url_for(".inspection", inspection_id=inspection_id))
