"""Scorecards: each seller's own, all of them for the platform, and what buyers say of their orders."""

from typing import Final

from blueprints.scoring import cards, rating, words
from blueprints.scoring.blueprint import blueprint
from trade.kernel.actor import Permission
from web.translation import lazy_gettext as _l

__all__ = ["NAV", "blueprint", "cards", "rating", "words"]

NAV: Final = (
    (_l("Scorecard"), "scoring.own_card", Permission.SEE_SALES),
    (_l("Scorecards"), "scoring.card_list", Permission.OVERSEE),
)
