"""The logistic scorecard of bad invoices, by scikit-learn. Loaded by the forecasting worker alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import brier_score_loss, roc_auc_score

from trade.credit.rules.default import Fitted, Group, Learnt, Observation, cut

GROUPS: Final = 5
STRENGTH: Final = 1.0
"""The inverse of how strongly weights are drawn towards nothing (``C``): scikit-learn's own usual one."""


class Logistic:
    """A logistic regression on figures in standard deviations. It has no chance in it: the same rows, the same weights."""

    def learn(self, rows: Sequence[Observation]) -> Learnt:
        """Fit the older invoices, measure on the newer ones."""
        seen, unseen = cut(rows)
        fitted = _fit(seen)
        ends = np.array([row.is_bad for row in unseen])
        chances = np.array([fitted.chance(row.figures) for row in unseen])
        average = np.full(len(ends), np.mean([row.is_bad for row in seen]))
        return Learnt(
            invoices=len(rows),
            bad=sum(row.is_bad for row in rows),
            held_out=len(unseen),
            held_out_bad=int(ends.sum()),
            auc=float(roc_auc_score(ends, chances)),
            brier=float(brier_score_loss(ends, chances)),
            brier_average=float(brier_score_loss(ends, average)),
            groups=_groups(chances, ends),
            fitted=fitted,
        )


def _fit(rows: Sequence[Observation]) -> Fitted:
    figures = np.array([row.figures for row in rows])
    means, scales = figures.mean(axis=0), figures.std(axis=0)
    scales[scales == 0] = 1  # a figure that never varies has no weight
    near = Fitted(tuple(means.tolist()), tuple(scales.tolist()), (1.0,) * figures.shape[1], 0.0)
    model = LogisticRegression(C=STRENGTH, max_iter=1000)
    model.fit(np.array([near.effects(row.figures) for row in rows]), np.array([row.is_bad for row in rows]))
    return Fitted(near.means, near.scales, tuple(model.coef_[0].tolist()), float(model.intercept_[0]))


def _groups(chances: Any, ends: Any) -> tuple[Group, ...]:
    """Fifths of the held-out invoices, the least likely first."""
    order = np.argsort(chances, kind="stable")
    return tuple(
        Group(len(part), float(chances[part].mean()), float(ends[part].mean()))
        for part in np.array_split(order, GROUPS)
        if len(part)
    )
