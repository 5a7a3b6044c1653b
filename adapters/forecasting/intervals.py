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
SIZES: Final = np.log1p(
    np.array([0, 0.1, 0.3, 1, 3, 10, 30, 100, 300, 1e3, 3e3, 1e4, 3e4, 1e5, 3e5, 1e6], dtype=np.float64)
)
"""The sizes of forecasts, as logarithms, at which widths are measured; between two of them they pass over evenly."""
NEAR: Final = 0.2
"""Past forecasts within so much of a size (a fifth more or less) are of that size."""
ENOUGH: Final = 60
"""So many of one kind and size speak for themselves; where there are fewer, those nearest in size make them up."""
LEAST: Final = 8
"""Fewer than so many of all kinds together say nothing."""
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
        shape = (2, KINDS, len(SIZES), len(BOUNDS))
        return cls(np.broadcast_to(np.array(ASSUMED), shape).copy())

    def around(self, expected: Floats, kind: Ints) -> Floats:
        """The bounds around forecasts: rows × horizons × bound; never negative, and the forecast always lies between its ends."""
        found = np.zeros((*expected.shape, len(BOUNDS)))
        for horizon in range(expected.shape[1]):
            is_total = int(horizon == expected.shape[1] - 1)
            told = expected[:, horizon]
            found[:, horizon] = (told[:, None] + 1) * self._factors(is_total, kind, told) - 1
        # Where most weeks sell nothing, the mean of what may come lies beyond what comes nine times of ten.
        found[:, :, :MIDDLE] = np.minimum(found[:, :, :MIDDLE], expected[:, :, None])
        found[:, :, MIDDLE + 1 :] = np.maximum(found[:, :, MIDDLE + 1 :], expected[:, :, None])
        return np.maximum(found, 0.0)

    def _factors(self, is_total: int, kind: Ints, told: Floats) -> Floats:
        place = np.interp(np.log1p(told), SIZES, np.arange(len(SIZES)))
        below = np.minimum(place.astype(int), len(SIZES) - 2)
        part = (place - below)[:, None]
        factors = self.factors[is_total]
        found: Floats = factors[kind, below] * (1 - part) + factors[kind, below + 1] * part
        return found


def widths_of(past: Sequence[tuple[Floats, Floats | None, Ints]], enough: int = ENOUGH) -> Widths:
    """Measure widths on forecasts (rows × horizons), what came, and kinds; ``enough`` of one kind and size speak for it."""
    found = Widths.assumed()
    known = [(told, came, kind) for told, came, kind in past if came is not None and len(told)]
    if not known:
        return found
    for is_total, horizons in ((0, slice(0, -1)), (1, slice(-1, None))):
        told = np.concatenate([told[:, horizons].ravel() for told, _, _ in known])
        came = np.concatenate([came[:, horizons].ravel() for _, came, _ in known])
        width = horizons.indices(known[0][0].shape[1])
        kind = np.concatenate([np.repeat(kind, len(range(*width))) for _, _, kind in known])
        _measure(found.factors[is_total], np.log1p(told), (came + 1) / (told + 1), kind, enough)
    return found


def _measure(factors: Floats, size: Floats, ratio: Floats, kind: Ints, enough: int) -> None:
    """Fill kind × size × bound with quantiles: of the kind where it has enough, else of all kinds; of the nearest sizes always."""
    if len(ratio) < LEAST:
        return
    order = np.argsort(size, kind="stable")
    size, ratio, kind = size[order], ratio[order], kind[order]
    factors[:] = _of_sizes(size, ratio, enough)
    for each in range(KINDS):
        own = kind == each
        if own.sum() >= enough:
            factors[each] = _of_sizes(size[own], ratio[own], enough)


def _of_sizes(size: Floats, ratio: Floats, enough: int) -> Floats:
    """Sizes × bounds, from past forecasts sorted by size."""
    return np.stack([_quantiles(ratio[_near(size, at, enough)]) for at in SIZES])


def _near(size: Floats, at: float, enough: int) -> Ints:
    """Places of the sizes near one; of the nearest where they are too few."""
    begin, end = int(np.searchsorted(size, at - NEAR)), int(np.searchsorted(size, at + NEAR, side="right"))
    if end - begin >= enough:
        return np.arange(begin, end)
    around = np.arange(max(end - enough, 0), min(begin + enough, len(size)))
    nearest: Ints = around[np.argsort(np.abs(size[around] - at), kind="stable")[:enough]]
    return nearest


def _quantiles(values: Floats) -> Floats:
    """The bounds of some values; of n each stands for a share of n + 1, so that few do not pass for many.

    NumPy's own takes ten times as long, and a conclusion asks thousands of times.
    """
    ordered = np.sort(values)
    place = np.clip(np.array(BOUNDS) * (len(ordered) + 1) - 1, 0, len(ordered) - 1)
    below = place.astype(int)
    above = np.minimum(below + 1, len(ordered) - 1)
    found: Floats = ordered[below] + (ordered[above] - ordered[below]) * (place - below)
    return found
