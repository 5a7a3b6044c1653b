"""Invitations that nobody has accepted: sending one again, and taking it back."""

from uuid import UUID

from flask import flash, url_for
from flask.typing import ResponseReturnValue

from blueprints.members.blueprint import blueprint
from trade.kernel.actor import Permission
from trade.parties import actions
from web.access import actor, call, requires
from web.fragments import see_other
from web.limits import BY_SCREEN, limiter, person_key
from web.locale import current_locale
from web.translation import gettext as _


@blueprint.post("/invitations/<uuid:invitation_id>/renewal")
@limiter.limit(BY_SCREEN, key_func=person_key)
@requires(Permission.MANAGE_MEMBERS, Permission.ADMIT)
def renew(invitation_id: UUID) -> ResponseReturnValue:
    """Send an invitation again; its link works for another 14 days."""
    return _back(
        actions.renew_invitation(call(), invitation_id, current_locale()),
        _("Sent again. The link in the letter works for 14 days."),
    )


@blueprint.post("/invitations/<uuid:invitation_id>/withdrawal")
@requires(Permission.MANAGE_MEMBERS, Permission.ADMIT)
def withdraw(invitation_id: UUID) -> ResponseReturnValue:
    """Take an invitation back."""
    return _back(
        actions.withdraw_invitation(call(), invitation_id),
        _("Withdrawn. The link in the letter opens nothing any more."),
    )


def _back(organisation_id: UUID, told: str) -> ResponseReturnValue:
    """Return to where such invitations are listed: one's own members, or the organisation at the platform's desk."""
    flash(told, "good")
    if organisation_id == actor().organisation_id and actor().may(Permission.MANAGE_MEMBERS):
        return see_other(url_for("members.people"))
    return see_other(url_for("platform.organisation", organisation_id=organisation_id))
