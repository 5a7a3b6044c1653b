"""Which SKUs leave the forecast of their kind half-way: those that another one told clearly better whenever it was tried."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from adapters.forecasting.panel import Floats, Ints
from adapters.forecasting.study import Kind

MARGIN: Final = 0.8
"""Another forecast must have been wrong by less than so much of what the usual one was: three tries are mostly luck."""
TRIES: Final = 2
"""Fewer earlier days single out nothing."""
SINGLED: Final = (Kind.REGULAR, Kind.SPARSE)
"""Goods that have stopped, or are new, have too little of their own to tell by."""
NONE: Final = -1
"""Stays with its kind."""


def single_out(errors: Sequence[Floats], usual: Ints, kind: Ints) -> Ints:
    """For each SKU the candidate of its own, or ``NONE``.

    ``errors`` are candidates × SKUs, of each earlier day; ``usual`` is the candidate of each SKU's kind. The error is the sum over
    the weeks and the 30 days, compared with that of the same SKU's usual forecast, so that it has no scale. The own one must
    have been better on every day, and clearly better on all together.
    """
    if len(errors) < TRIES:
        return np.full(len(kind), NONE)
    rows = np.arange(len(kind))
    every = np.logical_and.reduce([error < error[usual, rows] for error in errors])
    total: Floats = np.sum(errors, axis=0)
    better = every & (total < MARGIN * total[usual, rows]) & np.isin(kind, SINGLED)
    return np.where(better.any(axis=0), np.where(better, total, np.inf).argmin(axis=0), NONE)
