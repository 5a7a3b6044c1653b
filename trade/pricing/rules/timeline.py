"""Changing what a SKU costs on a list, now or from a day on: which ladders end, move, are taken back or begin.

A change without an end is the everyday price from then on: what was scheduled as an exception stays, and the everyday
price that would follow it changes too. A change with an end is an exception; the everyday price goes on after it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Generic, TypeVar

from trade.pricing.rules.periods import Period

K = TypeVar("K")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Held(Generic[K, T]):
    """A row that is there: its key, what it says, and when it holds."""

    key: K
    terms: T
    period: Period


@dataclass(slots=True)
class Rearranged(Generic[K, T]):
    """What is to be done: rows that hold for another period, rows that never hold, and new ones."""

    moved: dict[K, Period] = field(default_factory=dict)
    withdrawn: list[K] = field(default_factory=list)
    added: list[tuple[T, Period]] = field(default_factory=list)


def rearrange(held: Sequence[Held[K, T]], terms: T, period: Period) -> Rearranged[K, T]:
    """Let ``terms`` hold for ``period`` among the rows of one list and SKU, of which no two overlap."""
    rows = sorted(held, key=lambda row: row.period.since)
    found: Rearranged[K, T] = Rearranged()
    if period.until is None:
        _change_everyday(found, rows, terms, period)
    else:
        for row in rows:
            _cut(found, row, period, period.until)
        found.added.append((terms, period))
    return found


def _change_everyday(found: Rearranged[K, T], rows: Sequence[Held[K, T]], terms: T, period: Period) -> None:
    current = next((row for row in rows if _holds(row.period, period.since)), None)
    following = [row for row in rows if row.period.since >= period.since]
    until = following[0].period.since if following else None
    if current is not None:
        following = [row for row in following if row is not current]
        until = current.period.until
        if current.period.since < period.since:
            found.moved[current.key] = replace(current.period, until=period.since)
        else:
            found.withdrawn.append(current.key)
    found.added.append((terms, Period(period.since, until)))
    for row in following:
        if current is not None and row.terms == current.terms:
            found.withdrawn.append(row.key)
            found.added.append((terms, row.period))


def _cut(found: Rearranged[K, T], row: Held[K, T], period: Period, until: datetime) -> None:
    """Keep of a row what lies before and behind an exception."""
    if row.period.since >= until or (row.period.until is not None and row.period.until <= period.since):
        return
    goes_on = row.period.until is None or row.period.until > until
    if row.period.since < period.since:
        found.moved[row.key] = replace(row.period, until=period.since)
        if goes_on:
            found.added.append((row.terms, Period(until, row.period.until)))
    elif goes_on:
        found.moved[row.key] = Period(until, row.period.until)
    else:
        found.withdrawn.append(row.key)


def _holds(period: Period, at: datetime) -> bool:
    return period.since <= at and (period.until is None or at < period.until)


def taken_back(held: Sequence[Held[K, T]], key: K) -> Iterator[tuple[K, Period]]:
    """What holds in place of a row that is taken back: the row that ends where it begins goes on."""
    gone = next(row for row in held if row.key == key)
    for row in held:
        if row.period.until == gone.period.since:
            yield row.key, replace(row.period, until=gone.period.until)
