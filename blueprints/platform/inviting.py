"""Inviting an organisation to the market."""

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue

from blueprints.platform.blueprint import blueprint
from blueprints.platform.forms import InvitationForm
from trade.kernel.actor import Permission
from trade.kernel.errors import InvalidInput
from trade.parties import actions
from trade.parties.queries import regions
from web.access import call, requires, session, viewer
from web.forms import invalid
from web.fragments import see_other
from web.translation import gettext as _

PAGE = "platform/invitation.html"


@blueprint.get("/organisations/invitation")
@requires(Permission.ADMIT)
def invitation() -> ResponseReturnValue:
    """Ask whom to invite."""
    return render_template(PAGE, form=_form())


@blueprint.post("/organisations")
@requires(Permission.ADMIT)
def invite() -> ResponseReturnValue:
    """Write the organisation down and send its owner a letter."""
    form = _form()
    if not form.validate():
        return invalid(PAGE, PAGE, form)
    try:
        organisation_id = actions.invite_organisation(call(), form.organisation())
    except InvalidInput as error:
        form.refuse(error)
        return invalid(PAGE, PAGE, form)
    flash(_("The invitation to %(login)s is on its way.", login=form.login.data), "good")
    return see_other(url_for(".organisation", organisation_id=organisation_id))


def _form() -> InvitationForm:
    who = viewer()
    assert who is not None
    form = InvitationForm()
    form.offer(regions(session()), who.time_zone)
    if request.method == "GET":
        form.currency.data, form.time_zone.data = who.currency, who.time_zone
    return form
