"""The actions of the outbox: taking errands that are due, and ending one that was done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from trade.kernel.outbox import mark_done, take_due
from trade.kernel.work import Work, action


@dataclass(frozen=True, slots=True)
class DueErrand:
    """An outbox row to hand to the queue."""

    number: int
    job: str
    arguments: dict[str, Any]


@action()
def take_due_errands(work: Work) -> tuple[DueErrand, ...]:
    """Take rows that nobody has done in time, and put each off before it is taken again."""
    rows = take_due(work.session, work.at)
    return tuple(DueErrand(row.id, row.job, row.arguments) for row in rows)


@action()
def finish_errand(work: Work, number: int) -> None:
    """Say that an errand's job has done its work."""
    mark_done(work.session, number, work.at)
