"""What was known when an invoice was made: nothing of later days gets into it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from math import log, log1p
from typing import Final

from trade.credit.rules.default import Observation, Past

USUAL_LATE: Final = 0.1
"""Somebody without a past is taken to be late with one invoice in ten, and this belief weighs as much as two invoices."""
WEIGHT: Final = 2


def figures_of(earlier: Sequence[Past], amount: int, term_days: int, days_here: int, today: date) -> tuple[float, ...]:
    """The figures of an invoice of ``today``, in the order of ``Factor``; ``earlier`` are its owner's own before."""
    due = [past for past in earlier if _is_judged(past, today)]
    lateness = [past.late_days(today) for past in due]
    late = sum(days > 0 for days in lateness)
    usual = sum(past.amount for past in earlier) / len(earlier) if earlier else 0
    return (
        log1p(max(0, days_here)),
        log1p(len(earlier)),
        (late + USUAL_LATE * WEIGHT) / (len(due) + WEIGHT),
        log1p(max(lateness, default=0)),
        log(amount / usual) if usual and amount > 0 else 0.0,
        term_days / 30,
    )


def observations(pasts: Sequence[Past], today: date) -> list[Observation]:
    """What can be learnt from: invoices whose end is known, by the day on which they were made."""
    before: dict[str, list[Past]] = defaultdict(list)
    found = []
    for past in sorted(pasts, key=lambda past: past.issued_on):
        earlier = [one for one in before[past.owner] if one.issued_on < past.issued_on]
        if past.is_known(today):
            figures = figures_of(earlier, past.amount, past.term_days, past.days_here, past.issued_on)
            found.append(Observation(figures, past.is_bad))
        before[past.owner].append(past)
    return found


def _is_judged(past: Past, today: date) -> bool:
    """Whether it was due, or paid, before ``today``."""
    return past.due_on < today or (past.closed_on is not None and past.closed_on < today)
