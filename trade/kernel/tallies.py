"""What is wrong with many rows, summed up: how many each fault concerns, and what stands in them most often. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

VALUES_MAX: Final = 3
VALUE_MAX: Final = 60
"""So much of a value is kept: enough to be found again in the sheet."""

F = TypeVar("F", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Tally(Generic[F]):
    """A fault, how many rows have it, and the values that it is about most often, each with its rows."""

    fault: F
    rows: int
    values: tuple[tuple[str, int], ...] = ()

    def told(self, words: Callable[[F], str]) -> Tally[str]:
        """The same with the fault in words."""
        return Tally(words(self.fault), self.rows, self.values)


def tallied(found: Iterable[tuple[int, F, str]]) -> list[Tally[F]]:
    """Sum up faults, each with the number of its row and the value that it is about: the most frequent first."""
    rows: dict[F, set[int]] = {}
    values: dict[F, dict[str, set[int]]] = {}
    for number, fault, value in found:
        rows.setdefault(fault, set()).add(number)
        of_fault = values.setdefault(fault, {})
        if text := value.strip()[:VALUE_MAX]:
            of_fault.setdefault(text, set()).add(number)
    sums = [Tally(fault, len(numbers), _most(values[fault])) for fault, numbers in rows.items()]
    return sorted(sums, key=lambda tally: -tally.rows)


def _most(values: dict[str, set[int]]) -> tuple[tuple[str, int], ...]:
    return tuple(Counter({value: len(numbers) for value, numbers in values.items()}).most_common(VALUES_MAX))
