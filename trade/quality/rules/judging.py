"""Faults by their gravity, what each of them may be found, and the verdict."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Final

from trade.kernel.errors import InvalidInput
from trade.quality.rules.sampling import AQLS, LOT_MAX, LOT_MIN, Level, plan_for


class Grade(StrEnum):
    """How grave a fault is: critical harms people or breaks the law, major keeps goods from being sold, minor does not."""

    CRITICAL = "critical"
    MAJOR = "major"
    MINOR = "minor"


class Verdict(StrEnum):
    """What the findings come to."""

    PASS = "pass"  # noqa: S105 - a verdict
    FAIL = "fail"


AQL: Final = {Grade.MAJOR: Decimal("2.5"), Grade.MINOR: Decimal("4.0")}
"""What is agreed unless something else is. Critical faults have none: a single one fails."""


@dataclass(frozen=True, slots=True)
class Criterion:
    """Of one grade: so many units are looked at, so many wrong ones are accepted."""

    grade: Grade
    size: int
    accepts: int


@dataclass(frozen=True, slots=True)
class Finding:
    """Of one grade: so many of the units looked at were wrong."""

    criterion: Criterion
    found: int

    @property
    def is_accepted(self) -> bool:
        """Whether no more were wrong than are accepted."""
        return self.found <= self.criterion.accepts


@dataclass(frozen=True, slots=True)
class Sampling:
    """What an inspection is planned by: units of the lot, level, and the AQL of each grade that has one."""

    lot_size: int
    level: Level = Level.II
    major: Decimal = AQL[Grade.MAJOR]
    minor: Decimal = AQL[Grade.MINOR]

    def criteria(self) -> tuple[Criterion, ...]:
        """What follows from it: critical faults are looked for in the whole sample. ``InvalidInput`` for what is no lot."""
        if not LOT_MIN <= self.lot_size <= LOT_MAX:
            raise InvalidInput("lot_size", "lot_size", least=LOT_MIN, most=LOT_MAX)
        if self.major not in AQLS or self.minor not in AQLS:
            raise InvalidInput("aql", "unknown")
        plans = {Grade.MAJOR: plan_for(self.lot_size, self.major, self.level)}
        plans[Grade.MINOR] = plan_for(self.lot_size, self.minor, self.level)
        sample = max(plan.size for plan in plans.values())
        by_plan = (Criterion(grade, plan.size, plan.accepts) for grade, plan in plans.items())
        return (Criterion(Grade.CRITICAL, sample, 0), *by_plan)


def findings_of(criteria: Sequence[Criterion], found: Mapping[Grade, int]) -> tuple[Finding, ...]:
    """Join what was found with what may be; ``InvalidInput`` at the grade of which more were wrong than looked at."""
    for one in criteria:
        if not 0 <= found.get(one.grade, -1) <= one.size:
            raise InvalidInput(one.grade, "beyond_sample", most=one.size)
    return tuple(Finding(one, found[one.grade]) for one in criteria)


def verdict_of(findings: Sequence[Finding]) -> Verdict:
    """Passed only where every grade is accepted."""
    return Verdict.PASS if all(one.is_accepted for one in findings) else Verdict.FAIL
