"""How far off forecasts of the same kind and size have been: conformal intervals, measured rather than assumed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from adapters.forecasting.panel import Floats, Ints

BOUNDS: Final = (0.025, 0.1, 0.5, 0.9, 0.975)
"""The ends of the 95 % interval around those of the 80 % one, and between them the middle."""
MIDDLE: Final = 2
SIZES: Final = np.array([0.1, 0.3, 1, 3, 10, 30, 100, 300, 1000], dtype=np.float64)
"""Forecasts between two of these, in units, are of one size."""
ENOUGH: Final = 60
"""So many past forecasts of one kind and size speak for themselves; fewer are judged with all kinds of the size."""
KINDS: Final = 4
ASSUMED: Final = (0.2, 0.4, 1.0, 1.8, 3.0)
"""Without any past to measure."""


@dataclass(frozen=True)
class Widths:
    """Factors on a forecast plus one: horizon (week, total) × kind × size × bound."""

    factors: Floats

    @classmethod
    def assumed(cls) -> Widths:
        """Widths for when nothing could be measured."""
        shape = (2, KINDS, len(SIZES) + 1, len(BOUNDS))
        return cls(np.broadcast_to(np.array(ASSUMED), shape).copy())

    def around(self, expected: Floats, kind: Ints) -> Floats:
        """The bounds around forecasts: rows × horizons × bound, never negative."""
        found = np.zeros((*expected.shape, len(BOUNDS)))
        for horizon in range(expected.shape[1]):
            is_total = int(horizon == expected.shape[1] - 1)
            told = expected[:, horizon]
            factors = self.factors[is_total, kind, size_of(told)]
            found[:, horizon] = (told[:, None] + 1) * factors - 1
        return np.maximum(found, 0.0)


def size_of(expected: Floats) -> Ints:
    """Where each forecast stands among the sizes."""
    return np.searchsorted(SIZES, expected, side="right")


def widths_of(past: Sequence[tuple[Floats, Floats | None, Ints]], enough: int = ENOUGH) -> Widths:
    """Measure widths on forecasts (rows × horizons), what came, and kinds; ``enough`` of one kind speak for it."""
    found = Widths.assumed()
    known = [(told, came, kind) for told, came, kind in past if came is not None and len(told)]
    if not known:
        return found
    for is_total, horizons in ((0, slice(0, -1)), (1, slice(-1, None))):
        told = np.concatenate([told[:, horizons].ravel() for told, _, _ in known])
        came = np.concatenate([came[:, horizons].ravel() for _, came, _ in known])
        width = horizons.indices(known[0][0].shape[1])
        kind = np.concatenate([np.repeat(kind, len(range(*width))) for _, _, kind in known])
        _measure(found.factors[is_total], (came + 1) / (told + 1), kind, size_of(told), enough)
    return found


def _measure(factors: Floats, ratio: Floats, kind: Ints, size: Ints, enough: int) -> None:
    """Fill kind × size × bound with quantiles, of the kind and size where there are enough, else of its neighbours."""
    overall = np.quantile(ratio, BOUNDS)
    for place in range(len(SIZES) + 1):
        of_size = size == place
        wide = np.quantile(ratio[of_size], BOUNDS) if of_size.sum() >= enough else overall
        for each in range(KINDS):
            both = of_size & (kind == each)
            factors[each, place] = np.quantile(ratio[both], BOUNDS) if both.sum() >= enough else wide
