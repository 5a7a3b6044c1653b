"""The points scorecard: what the platform's own record of an organisation says for its credit, each with its reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any, Final

from trade.kernel.money import Money

MONTHS: Final = 12


@dataclass(frozen=True, slots=True)
class Record:
    """What is known of an organisation at an instant; handed down by whoever knows it, and kept with the decision.

    ``months`` are its purchases of the last twelve months in minor units, the oldest first. ``late_days`` are by how many
    days each invoice that was paid late was late. ``claims`` is unknown until claims are made here.
    """

    currency: str
    days_here: int
    months: tuple[int, ...]
    orders: int
    cancelled: int
    invoices: int = 0
    late_days: tuple[int, ...] = ()
    overdue_minor: int = 0
    written_off_minor: int = 0
    claims: int | None = None

    @property
    def purchases(self) -> Money:
        """Of the last twelve months."""
        return Money(sum(self.months), self.currency)

    @property
    def monthly(self) -> Money:
        """What it buys in a month on average, since it is here but at most over a year."""
        return Money(sum(self.months) // max(1, min(MONTHS, round(self.days_here / 30.44))), self.currency)

    @property
    def written(self) -> dict[str, Any]:
        """As JSON."""
        return {**asdict(self), "months": list(self.months), "late_days": list(self.late_days)}


def read_record(written: dict[str, Any]) -> Record:
    """Read back what ``Record.written`` wrote."""
    lists = {"months": tuple(written["months"]), "late_days": tuple(written["late_days"])}
    return Record(**{**written, **lists})


class Ground(StrEnum):
    """What points are given for."""

    TENURE = "tenure"
    PURCHASES = "purchases"
    STEADINESS = "steadiness"
    KEPT_ORDERS = "kept_orders"
    PAYMENT = "payment"
    CLAIMS = "claims"


@dataclass(frozen=True, slots=True)
class Reason:
    """Points for one ground: ``points`` of at most ``most``; ``fact`` is the figure that decided."""

    ground: Ground
    points: int
    most: int
    fact: int


@dataclass(frozen=True, slots=True)
class Score:
    """All reasons, and their sum of 100. Nothing is known of a ground: it gives half its points."""

    reasons: tuple[Reason, ...]

    @property
    def points(self) -> int:
        """The sum."""
        return sum(reason.points for reason in self.reasons)

    @property
    def suggested(self) -> Decimal:
        """How many months of purchases the points speak for: none below 40, one and a half from 80."""
        steps = ((80, "1.5"), (65, "1"), (50, "0.5"), (40, "0.25"))
        return next((Decimal(months) for least, months in steps if self.points >= least), Decimal(0))


def score(record: Record) -> Score:
    """Judge a record. Every figure is the platform's own; nobody's word, address or name gives a point."""
    late = len(record.late_days)
    bought_in = sum(1 for month in record.months if month > 0)
    kept = 100 - record.cancelled * 100 // record.orders if record.orders else 0
    return Score(
        (
            Reason(Ground.TENURE, _step(record.days_here, ((365, 15), (180, 10), (90, 5))), 15, record.days_here),
            Reason(Ground.PURCHASES, _step(record.orders, ((50, 20), (20, 15), (8, 10), (3, 5))), 20, record.orders),
            Reason(Ground.STEADINESS, bought_in * 20 // MONTHS, 20, bought_in),
            Reason(Ground.KEPT_ORDERS, _step(kept, ((95, 10), (85, 5))), 10, kept),
            Reason(Ground.PAYMENT, _payment(record), 25, late),
            Reason(Ground.CLAIMS, 5 if record.claims is None else _step(-record.claims, ((0, 10), (-2, 5))), 10,
                   record.claims or 0),
        )
    )  # fmt: skip


def suggested_limit(record: Record, days: int) -> Money:
    """What the points speak for: months of purchases, as many times as the term is long, in whole hundreds."""
    months = score(record).suggested * days / 30
    minor = int(record.monthly.minor * months)
    return Money(minor - minor % 10_000, record.currency)


def _payment(record: Record) -> int:
    if record.written_off_minor or record.overdue_minor:
        return 0
    if not record.invoices:
        return 12
    worst = max(record.late_days, default=0)
    share = len(record.late_days) * 100 // record.invoices
    return _step(-max(worst * 2, share), ((0, 25), (-10, 18), (-30, 8)))


def _step(value: int, steps: Sequence[tuple[int, int]]) -> int:
    return next((points for least, points in steps if value >= least), 0)
