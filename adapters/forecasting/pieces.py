"""Cutting a panel into pieces, and joining what was studied of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from adapters.forecasting.panel import Ints
from adapters.forecasting.study import AsOf

PIECE: Final = 250
"""SKUs in a piece: a few seconds' work, and large enough for its families."""


def piece_rows(count: int, size: int = PIECE) -> list[Ints]:
    """The rows of each piece."""
    return [np.arange(begin, min(begin + size, count)) for begin in range(0, count, size)]


def joined(studies: Sequence[Sequence[AsOf]]) -> list[AsOf]:
    """Put the studies of pieces behind one another; their SKUs, and the rows of their regions, keep their order."""
    return [_joined(parts) for parts in zip(*studies, strict=True)]


def _joined(parts: Sequence[AsOf]) -> AsOf:
    came = [part.actual for part in parts if part.actual is not None]
    regional = [part.regional_actual for part in parts if part.regional_actual is not None]
    return AsOf(
        parts[0].days_before,
        np.concatenate([part.by_model for part in parts], axis=1),
        np.concatenate([part.kind for part in parts]),
        np.concatenate([part.shares for part in parts]),
        np.concatenate(came) if came else None,
        np.concatenate(regional) if regional else None,
    )
