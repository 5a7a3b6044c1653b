"""Stopping organisations from trading, and letting them trade again."""

from uuid import UUID

from flask import flash, url_for
from flask.typing import ResponseReturnValue

from blueprints.platform.blueprint import blueprint
from blueprints.platform.forms import ReasonForm
from blueprints.platform.organisations import about
from trade.kernel.actor import Permission
from trade.parties import actions
from web.access import call, requires
from web.forms import invalid
from web.fragments import see_other
from web.translation import gettext as _

PAGE = "platform/organisation.html"


@blueprint.post("/organisations/<uuid:organisation_id>/suspension")
@requires(Permission.ADMIT)
def suspend(organisation_id: UUID) -> ResponseReturnValue:
    """Stop an organisation from trading, and say why."""
    form = ReasonForm()
    if not form.validate():
        return invalid(PAGE, PAGE, **about(organisation_id, form))
    actions.suspend_organisation(call(), organisation_id, form.reason.data or "")
    return _back(
        organisation_id, _("Suspended. Its people can look at nothing and order nothing until you admit it again.")
    )


@blueprint.post("/organisations/<uuid:organisation_id>/reinstatement")
@requires(Permission.ADMIT)
def reinstate(organisation_id: UUID) -> ResponseReturnValue:
    """Let a suspended organisation trade again, and say why."""
    form = ReasonForm()
    if not form.validate():
        return invalid(PAGE, PAGE, **about(organisation_id, form))
    actions.reinstate_organisation(call(), organisation_id, form.reason.data or "")
    return _back(organisation_id, _("Admitted again. It can trade from now on."))


def _back(organisation_id: UUID, told: str) -> ResponseReturnValue:
    flash(told, "good")
    return see_other(url_for(".organisation", organisation_id=organisation_id))
