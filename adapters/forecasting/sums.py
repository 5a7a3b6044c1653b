"""Sums up the hierarchy, by hierarchicalforecast: SKU × region → SKU → category → supplier, and → region, → all."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from hierarchicalforecast.methods import BottomUpSparse
from scipy import sparse

from adapters.forecasting.panel import Floats, Ints


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
