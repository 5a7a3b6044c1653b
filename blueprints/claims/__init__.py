"""Claims for their three parties: the buyer who makes them, the seller who answers, the platform that decides."""

from typing import Final

from blueprints.claims import answering, carriers, cases, claiming, deciding, listing, replacing, returning, words
from blueprints.claims.blueprint import blueprint
from trade.claims.queries import claims_open, sold
from trade.kernel.actor import Permission, Scope
from web import portals
from web.access import actor, session
from web.translation import lazy_gettext as _l

__all__ = [
    "NAV",
    "answering",
    "blueprint",
    "carriers",
    "cases",
    "claiming",
    "deciding",
    "listing",
    "replacing",
    "returning",
    "words",
]

NAV: Final = ((_l("Claims"), "claims.claim_list", Permission.SEE_SALES, "", Permission.OVERSEE),)


def _waiting() -> int:
    """Claims that wait for the viewer: for a seller's answer, or for the platform."""
    side = None if actor().scope is Scope.PLATFORM else sold(actor())
    return claims_open(session(), actor(), side)


portals.count_at("claims.claim_list", _waiting)
