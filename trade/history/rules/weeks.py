"""By how many weeks past sales are moved, so that the market looks current and weekdays stay what they were."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

WEEK: Final = timedelta(weeks=1)


def shift_of(latest: datetime, now: datetime, kept: timedelta | None) -> timedelta:
    """Choose the shift of a source whose last sale was at ``latest``; ``kept`` is what it was shifted by before.

    The last sale comes to lie in the week before ``now``. A source keeps its shift, so that older books and later
    imports fall into place; only books that would reach into the future move the whole source back.
    """
    if kept is not None and latest + kept <= now:
        return kept
    return (now - latest) // WEEK * WEEK
