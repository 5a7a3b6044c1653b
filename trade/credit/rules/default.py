"""How likely an invoice is to end badly: what is learnt of the platform's own history, and read by people. It decides nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from enum import StrEnum
from math import exp
from typing import Any, Final

GRACE: Final = timedelta(days=30)
"""An invoice ends badly when something of it is open thirty days after its day, or is given up."""
SAMPLE: Final = 500
"""So many invoices with a known end are needed, ..."""
SAMPLE_BAD: Final = 50
"""... so many of them bad, ..."""
EACH: Final = 15
"""... and so many good and bad ones each in what is learnt from, and in the newest quarter, which is measured on."""
AUC_LEAST: Final = 0.6
FARTHEST: Final = 3.0
"""No figure counts as further from the usual than so many standard deviations: what was never seen is not believed."""


class Factor(StrEnum):
    """What is looked at, all of it known when an invoice is made."""

    TENURE = "tenure"
    EARLIER = "earlier"
    LATE_SHARE = "late_share"
    WORST = "worst"
    SIZE = "size"
    TERM = "term"


class Verdict(StrEnum):
    """Whether the model is used: there is too little history, or it tells no more than the average does, or it is."""

    TOO_SHORT = "too_short"
    NO_BETTER = "no_better"
    USED = "used"


@dataclass(frozen=True, slots=True)
class Past:
    """An invoice as it turned out. ``due_on`` is the day of its terms: a plan made later changes nothing."""

    owner: str
    issued_on: date
    due_on: date
    closed_on: date | None
    given_up: bool
    amount: int
    days_here: int
    term_days: int

    def late_days(self, today: date) -> int:
        """By how many days it is or was late, as far as ``today`` can tell."""
        until = self.closed_on if self.closed_on is not None and self.closed_on < today else today
        return max(0, (until - self.due_on).days)

    def is_known(self, today: date) -> bool:
        """Whether its end is known: also of those paid early, so that no month holds its good ones alone."""
        return self.due_on + GRACE < today

    @property
    def is_bad(self) -> bool:
        """Whether a known one ended badly."""
        return self.given_up or self.closed_on is None or self.closed_on > self.due_on + GRACE


@dataclass(frozen=True, slots=True)
class Observation:
    """What was known when an invoice was made, in the order of :class:`Factor`, and whether it ended badly."""

    figures: tuple[float, ...]
    is_bad: bool


@dataclass(frozen=True, slots=True)
class Fitted:
    """A logistic scorecard: weights of figures that are measured in standard deviations from their mean."""

    means: tuple[float, ...]
    scales: tuple[float, ...]
    weights: tuple[float, ...]
    intercept: float

    def effects(self, figures: Sequence[float]) -> tuple[float, ...]:
        """By how much each figure raises (or lowers) the log-odds, compared with the average invoice."""
        rows = zip(figures, self.means, self.scales, self.weights, strict=True)
        return tuple(weight * _near((figure - mean) / scale) for figure, mean, scale, weight in rows)

    def chance(self, figures: Sequence[float]) -> float:
        """How likely an invoice is to end badly, between 0 and 1."""
        return 1 / (1 + exp(-self.intercept - sum(self.effects(figures))))


@dataclass(frozen=True, slots=True)
class Group:
    """Held-out invoices of like chances: what was expected of them and what came."""

    invoices: int
    expected: float
    came: float


@dataclass(frozen=True, slots=True)
class Learnt:
    """What a training came to. All figures are of held-out invoices, newer than whatever it learnt from.

    ``brier`` is the mean squared error of its chances, ``brier_average`` that of telling everybody the average.
    """

    invoices: int
    bad: int
    held_out: int = 0
    held_out_bad: int = 0
    auc: float = 0.0
    brier: float = 0.0
    brier_average: float = 0.0
    groups: tuple[Group, ...] = ()
    fitted: Fitted | None = None

    @property
    def verdict(self) -> Verdict:
        """Whether it is used."""
        if self.fitted is None:
            return Verdict.TOO_SHORT
        tells = self.auc >= AUC_LEAST and self.brier < self.brier_average
        return Verdict.USED if tells else Verdict.NO_BETTER

    @property
    def written(self) -> dict[str, Any]:
        """As JSON."""
        return asdict(self)


def read_learnt(written: dict[str, Any]) -> Learnt:
    """Read back what ``Learnt.written`` wrote."""
    fitted: dict[str, Any] | None = written["fitted"]
    kept = None
    if fitted is not None:
        means, scales, weights = (tuple(fitted[name]) for name in ("means", "scales", "weights"))
        kept = Fitted(means, scales, weights, fitted["intercept"])
    return Learnt(**{**written, "groups": tuple(Group(**one) for one in written["groups"]), "fitted": kept})


def cut(rows: Sequence[Observation]) -> tuple[Sequence[Observation], Sequence[Observation]]:
    """The older three quarters to learn from, and the newest quarter to be measured on. ``rows`` are by day."""
    at = len(rows) * 3 // 4
    return rows[:at], rows[at:]


def is_enough(rows: Sequence[Observation]) -> bool:
    """Whether there is enough history to learn from and to measure on."""
    if len(rows) < SAMPLE or sum(row.is_bad for row in rows) < SAMPLE_BAD:
        return False
    bad = [(len(part), sum(row.is_bad for row in part)) for part in cut(rows)]
    return all(EACH <= found <= count - EACH for count, found in bad)


def _near(distance: float) -> float:
    return max(-FARTHEST, min(FARTHEST, distance))
