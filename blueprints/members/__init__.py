"""Who belongs to an organisation: its owners invite people, give them roles and let them go."""

from typing import Final

from blueprints.members import factor, invitations, limits, listing, organisation, tax
from blueprints.members.blueprint import blueprint
from trade.kernel.actor import Permission
from web.translation import lazy_gettext as _l
from web.words import EVENTS

__all__ = ["NAV", "blueprint", "factor", "invitations", "limits", "listing", "organisation", "tax"]

NAV: Final = ((_l("Members"), "members.people", Permission.MANAGE_MEMBERS, "me"),)

EVENTS.update(
    {
        "parties.roles_changed": _l("Somebody has other roles"),
        "parties.invitation_withdrawn": _l("Invitation withdrawn"),
        "parties.invitation_renewed": _l("The invitation was sent once more"),
        "parties.factor_reset_asked": _l("A reset of somebody's code generator was asked for"),
        "parties.factor_reset_agreed": _l("A second person agreed to the reset"),
        "parties.second_factor_reset": _l("Somebody's code generator was reset"),
    }
)
