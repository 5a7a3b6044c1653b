"""Who belongs to an organisation: its owners invite people, give them roles and let them go."""

from typing import Final

from blueprints.members import limits, listing, organisation
from blueprints.members.blueprint import blueprint
from trade.kernel.actor import Permission
from web.translation import lazy_gettext as _l
from web.words import EVENTS

__all__ = ["NAV", "blueprint", "limits", "listing", "organisation"]

NAV: Final = ((_l("Members"), "members.people", Permission.MANAGE_MEMBERS, "me"),)

EVENTS["parties.roles_changed"] = _l("Somebody has other roles")
