"""Where a product stands in a list that nobody has sorted otherwise: by how often it is bought, and how its seller keeps its word.

Places are steps, not a count from one to the last: what one product sells moves no other, so few rows change a night.
"""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from typing import Final

STEPS: Final = 4
"""So many steps forward for what is bought twice as often: one for each fifth more."""
DOUBLINGS: Final = 20
"""What is bought a million times stands at the very front."""
POINTS: Final = 25
"""A seller with so many points less needs twice the purchases for the same place."""
USUAL: Final = Decimal(90)
"""The score that is taken of a seller of whom too little is known yet."""


def place_of(bought: int, score: Decimal | None) -> int:
    """The place of a product that was ``bought`` so often, of a seller with ``score`` of 0 to 100 points; 0 is the front."""
    behind = DOUBLINGS - _doublings(1 + bought) + (100 - (USUAL if score is None else score)) / POINTS
    return max(0, round(STEPS * behind))


@lru_cache(maxsize=4096)
def _doublings(count: int) -> Decimal:
    """How often one has to be doubled to come to ``count``."""
    return Decimal(count).ln() / Decimal(2).ln()


NEW_PLACE: Final = place_of(0, None)
"""Where a product begins that nobody has bought yet."""
