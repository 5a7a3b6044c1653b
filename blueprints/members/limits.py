"""How much a member may order without asking."""

from uuid import UUID

from flask import flash, url_for
from flask.typing import ResponseReturnValue

from blueprints.members.blueprint import blueprint
from blueprints.members.forms import LimitsForm
from blueprints.members.listing import MEMBER, MEMBER_FRAGMENT, find_member, limits_form, member_page
from trade.kernel.actor import Permission
from trade.kernel.errors import NotFound
from trade.parties import actions
from web.access import call, requires
from web.fragments import respond, see_other
from web.translation import gettext as _


@blueprint.post("/<uuid:member_id>/limits")
@requires(Permission.MANAGE_MEMBERS)
def limit(member_id: UUID) -> ResponseReturnValue:
    """Limit what a member answers for alone."""
    found = find_member(member_id)
    if limits_form(found) is None:
        raise NotFound("member", member_id)
    form = LimitsForm()
    if not form.validate():
        return respond(MEMBER, MEMBER_FRAGMENT, 422, **member_page(found, form))
    actions.set_limits(call(), member_id, limits=form.limits())
    flash(_("Saved. The limits of %(name)s hold from the next order on.", name=found.name), "good")
    return see_other(url_for("members.people"))
