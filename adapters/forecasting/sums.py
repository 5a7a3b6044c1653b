"""Sums up the hierarchy, by hierarchicalforecast: SKU × region → SKU → category → supplier, and → region, → all.

How wide a sum's intervals are is measured on sums of earlier days: of its own level where there are enough, and of its own size.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
from hierarchicalforecast.methods import BottomUpSparse
from scipy import sparse

from adapters.forecasting.encoding import Piece
from adapters.forecasting.intervals import Widths, widths_of
from adapters.forecasting.lessons import Lessons
from adapters.forecasting.panel import Floats, Ints
from adapters.forecasting.study import AsOf

LEVELS: Final = {"all": 0, "category": 1, "region": 2, "supplier": 3}
"""The levels above a SKU, numbered as widths know kinds."""
FEW_SUMS: Final = 24
"""So many sums of a level and size speak for themselves; of everything there are but three tries, so sums of its size speak for it."""


def summed(leaves: Floats, levels: Mapping[str, Ints]) -> dict[str, Floats]:
    """Add leaves (rows × horizons) up to each level, whose groups are numbered from 0: groups × horizons.

    Every level is added from the same leaves, so whatever is read side by side agrees.
    """
    counts = {name: int(groups.max(initial=-1)) + 1 for name, groups in levels.items()}
    rows = sum(counts.values())
    bottom = len(leaves)
    if not bottom:
        return {name: np.zeros((0, leaves.shape[1])) for name in levels}
    blocks = [
        sparse.csr_matrix((np.ones(bottom), (groups, np.arange(bottom))), shape=(counts[name], bottom))
        for name, groups in levels.items()
    ]
    matrix = sparse.vstack([*blocks, sparse.eye(bottom, format="csr")]).tocsr()
    told = np.concatenate([np.zeros((rows, leaves.shape[1])), leaves])
    mean: Floats = np.asarray(BottomUpSparse().fit_predict(S=matrix, y_hat=told)["mean"])
    found, begin = {}, 0
    for name, count in counts.items():
        found[name] = mean[begin : begin + count]
        begin += count
    return found


def groups_of(piece: Piece) -> tuple[dict[str, Ints], dict[str, list[str]]]:
    """Which group of each level above a SKU every SKU × region row of a seller is in, and what the groups are called."""
    number = {name: place for place, name in enumerate(piece.family_names)}
    family = np.array([number[name] for name in piece.families], dtype=np.int64)[piece.owner]
    groups = {"all": np.zeros(len(family), dtype=np.int64), "category": family, "region": piece.region}
    return groups, {"all": ["all"], "category": piece.family_names, "region": piece.regions}


def leaves_of(lessons: Lessons, as_of: AsOf, owner: Ints) -> Floats:
    """The forecast of each SKU × region as of a day."""
    leaves: Floats = lessons.expected(as_of)[owner] * as_of.shares[:, None]
    return leaves


def widths_of_sums(past: Sequence[AsOf], lessons: Lessons, owner: Ints, levels: Mapping[str, Ints]) -> Widths:
    """Measure how far off the sums of each level were."""
    history = []
    for as_of in past:
        if as_of.regional_actual is None:
            continue
        then, came = summed(leaves_of(lessons, as_of, owner), levels), summed(as_of.regional_actual, levels)
        history += [(then[level], came[level], kind_of(level, len(then[level]))) for level in levels]
    return widths_of(history, FEW_SUMS)


def kind_of(level: str, count: int) -> Ints:
    """So many sums of a level, as widths know them."""
    return np.full(count, LEVELS[level])
