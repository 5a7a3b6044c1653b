"""Figures: measured, compared, printed, written."""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Result:
    """A figure beside its reference. ``ratio`` is 1.0 where we are as good as the reference."""

    name: str
    value: float
    unit: str
    reference: float
    ratio: float
    note: str


def slower_is_worse(name: str, value: float, reference: float, unit: str, note: str) -> Result:
    """A time: the ratio is reference over value."""
    return Result(name, round(value, 3), unit, round(reference, 3), round(reference / value, 3), note)


def faster_is_better(name: str, value: float, reference: float, unit: str, note: str) -> Result:
    """A rate: the ratio is value over reference."""
    return Result(name, round(value, 1), unit, round(reference, 1), round(value / reference, 3), note)


def side_by_side(ours: Callable[[], Any], bare: Callable[[], Any], rounds: int, warm: int = 10) -> tuple[float, float]:
    """Median milliseconds of two callables, run in turns so that a noisy neighbour hits both."""
    for _ in range(warm):
        ours()
        bare()
    own, reference = [], []
    for _ in range(rounds):
        own.append(_timed(ours))
        reference.append(_timed(bare))
    return statistics.median(own), statistics.median(reference)


def _timed(work: Callable[[], Any]) -> float:
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


def percentile(values: Sequence[float], part: float) -> float:
    """The value that so large a part of ``values`` does not exceed."""
    return sorted(values)[min(len(values) - 1, int(len(values) * part))]


def show(results: list[Result]) -> None:
    """Print a table."""
    print(f"\n{'name':<18}{'value':>12} {'unit':<10}{'reference':>12}{'ratio':>8}  note")
    for row in results:
        print(f"{row.name:<18}{row.value:>12} {row.unit:<10}{row.reference:>12}{row.ratio:>8}  {row.note}")


def write(results: list[Result], path: Path) -> None:
    """Write the rows as JSON. Rows that were not measured this time stay: each holds its reference of the same run."""
    kept = {row["name"]: row for row in json.loads(path.read_text())} if path.exists() else {}
    rows = kept | {row.name: asdict(row) for row in results}
    path.write_text(json.dumps(list(rows.values()), indent=2) + "\n")
