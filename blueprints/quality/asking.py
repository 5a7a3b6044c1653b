"""A seller asks for another look at goods that are held back."""

from __future__ import annotations

from uuid import UUID

from flask import flash, url_for
from flask.typing import ResponseReturnValue

from blueprints.quality.blueprint import blueprint
from blueprints.quality.forms import AgainForm
from blueprints.quality.inspections import inspection_page
from trade.kernel.actor import Permission
from trade.kernel.errors import DomainError
from trade.quality.actions import ask_reinspection
from web.access import call, requires
from web.fragments import see_other
from web.translation import gettext as _


@blueprint.post("/inspections/<uuid:inspection_id>/reinspection")
@requires(Permission.SELL)
def ask_again(inspection_id: UUID) -> ResponseReturnValue:
    """Ask the platform to look again, and say what was put right."""
    form = AgainForm()
    if not form.validate():
        return inspection_page(inspection_id, "again", form)
    try:
        ask_reinspection(call(), inspection_id, words=form.words.data or "")
    except DomainError as error:
        return inspection_page(inspection_id, error=error)
    flash(_("Asked. You read here when another inspection is planned."), "good")
    return see_other(url_for(".inspection", inspection_id=inspection_id))
