"""The scorecard on one page: what counts, over how long, with which weight, and from how many on.

Each part is a share of what went well. It is smoothed: to what was counted, ``doubt`` cases are added of which the share ``usual``
went well, so that one of one is not better than ninety-nine of a hundred. A part of which fewer than ``least`` were counted
is left out, and its weight goes to the others; without enough orders there is no score at all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import Final

from trade.kernel.errors import DomainError, InvalidInput

WINDOW_DAYS: Final = 90
INSPECTION_DAYS: Final = 365
"""Inspections are rare, so they count for longer."""
ANSWER_HOURS: Final = 48
"""An order is confirmed, and an inquiry quoted, in time within these."""
RATING_DAYS: Final = 30
"""So long after delivery a buyer may rate an order, and change what it said."""
STARS: Final = range(1, 6)
COMMENT_MAX: Final = 1000


class Part(StrEnum):
    """What a scorecard is made up of."""

    FULFILMENT = "fulfilment"
    CLAIMS = "claims"
    INSPECTIONS = "inspections"
    ANSWERS = "answers"
    SATISFACTION = "satisfaction"


@dataclass(frozen=True, slots=True)
class Terms:
    """How one part counts. ``weight`` is in hundredths of the score."""

    weight: int
    least: int
    usual: Decimal
    doubt: int


TERMS: Final[dict[Part, Terms]] = {
    Part.FULFILMENT: Terms(40, 10, Decimal("0.90"), 10),
    Part.CLAIMS: Terms(20, 10, Decimal("0.95"), 10),
    Part.INSPECTIONS: Terms(10, 1, Decimal("0.90"), 4),
    Part.ANSWERS: Terms(10, 10, Decimal("0.90"), 10),
    Part.SATISFACTION: Terms(20, 5, Decimal("0.75"), 5),
}


@dataclass(frozen=True, slots=True)
class Counts:
    """What happened in the window: orders due and kept (on time, in full), delivered and claimed, and so on."""

    due: int = 0
    kept: int = 0
    delivered: int = 0
    claimed: int = 0
    inspected: int = 0
    passed: int = 0
    asked: int = 0
    answered: int = 0
    ratings: int = 0
    stars: int = 0


@dataclass(frozen=True, slots=True)
class Measured:
    """One part: ``good`` of ``of`` went well. ``share`` is smoothed; none where too few were counted.

    ``points`` of ``most`` are what it brings to the score.
    """

    part: Part
    good: int
    of: int
    share: Decimal | None
    points: Decimal
    most: Decimal

    @property
    def lost(self) -> Decimal:
        """What it could bring more."""
        return self.most - self.points


TOLD_DAYS: Final = 7
"""A scorecard older than this is told to no buyer."""


@dataclass(frozen=True, slots=True)
class KeptPromises:
    """How many of the orders that were due in the window were here on time and in full."""

    kept: int
    due: int
    days: int = WINDOW_DAYS

    @property
    def percent(self) -> int:
        """In whole percent, rounded down: a hundred means every one."""
        return self.kept * 100 // self.due

    @property
    def is_telling(self) -> bool:
        """Whether enough orders were counted to claim anything."""
        return self.due >= TERMS[Part.FULFILMENT].least


def measured(counts: Counts) -> tuple[Measured, ...]:
    """Each part of a scorecard, in the order of the weights above."""
    found = {
        Part.FULFILMENT: (counts.kept, counts.due),
        Part.CLAIMS: (counts.delivered - counts.claimed, counts.delivered),
        Part.INSPECTIONS: (counts.passed, counts.inspected),
        Part.ANSWERS: (counts.answered, counts.asked),
        Part.SATISFACTION: (counts.stars, counts.ratings),
    }
    shares = {part: _share(part, good, of) for part, (good, of) in found.items()}
    weights = {part: TERMS[part].weight if share is not None else 0 for part, share in shares.items()}
    whole = sum(weights.values()) or 1
    return tuple(
        Measured(
            part, *found[part], share, _points((share or Decimal(0)) * weights[part] * 100 / whole),
            _points(Decimal(weights[part] * 100) / whole),
        )
        for part, share in shares.items()
    )  # fmt: skip


def score_of(parts: Sequence[Measured]) -> Decimal | None:
    """0 to 100: the sum of the points; none before there were enough orders."""
    if parts[0].share is None:
        return None
    return sum((part.points for part in parts), Decimal(0))


def raises_most(parts: Sequence[Measured]) -> Part | None:
    """The part that loses most points; none where none loses any."""
    worst = max(parts, key=lambda part: part.lost)
    return worst.part if worst.lost else None


def _share(part: Part, good: int, of: int) -> Decimal | None:
    terms = TERMS[part]
    if of < terms.least:
        return None
    # Five stars are all that can be given, one star is nothing.
    well = Decimal(good - of) / 4 if part is Part.SATISFACTION else Decimal(good)
    return (well + terms.usual * terms.doubt) / (of + terms.doubt)


def _points(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.1"), ROUND_HALF_UP)


class RatingClosed(DomainError):
    """An order is rated once it has arrived, and for some days after that; ``until`` says since when it is over."""

    def __init__(self, until: datetime | None) -> None:
        super().__init__(str(until))
        self.until = until


def require_rating(delivered_at: datetime | None, at: datetime, stars: int, comment: str) -> None:
    """Raise ``RatingClosed`` before delivery and after the days for it (half-open), ``InvalidInput`` for what is no rating."""
    if delivered_at is None:
        raise RatingClosed(None)
    until = delivered_at + timedelta(days=RATING_DAYS)
    if at >= until:
        raise RatingClosed(until)
    if stars not in STARS:
        raise InvalidInput("stars", "unknown")
    if len(comment) > COMMENT_MAX:
        raise InvalidInput("comment", "too_long")
