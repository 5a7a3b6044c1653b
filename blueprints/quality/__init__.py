"""Inspections of goods: planned, recorded and confirmed by the platform's people, read by the seller."""

from typing import Final

from blueprints.quality import asking, deciding, inspections, orders, planning, recording, words
from blueprints.quality.blueprint import blueprint
from trade.kernel.actor import Permission, Scope
from trade.quality.queries import inspections_waiting, reinspections_waiting
from web import portals
from web.access import actor, session
from web.translation import lazy_gettext as _l

__all__ = ["NAV", "asking", "blueprint", "deciding", "inspections", "orders", "planning", "recording", "words"]

NAV: Final = ((_l("Inspections"), "quality.inspection_list", Permission.SEE_SALES, "", Permission.OVERSEE),)


def _waiting() -> int:
    """Records that wait for a second person, and wishes for another look; nothing waits for a seller."""
    if actor().scope is not Scope.PLATFORM:
        return 0
    return inspections_waiting(session()) + reinspections_waiting(session())


portals.count_at("quality.inspection_list", _waiting)
