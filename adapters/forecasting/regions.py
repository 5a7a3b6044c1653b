"""How a SKU's demand falls to regions: shares, so that regions always add up to their SKU."""

from __future__ import annotations

from typing import Final

import numpy as np

from adapters.forecasting.models import REGIONAL, fit
from adapters.forecasting.panel import Floats, Panel, weekly

BORROWED_ORDERS: Final = 100.0
"""The whole market's split counts as much as so many days on which the SKU sold in some region."""
LIVELY_DAYS: Final = 120
LIVELY_SALES: Final = 4
"""A region that bought on so many of the last days is forecast for itself as well."""


def region_weights(regional: Floats, region: np.ndarray, count: int) -> Floats:
    """How all demand splits over the regions; sums to 1. Square roots keep single bulk orders from deciding."""
    sums = np.bincount(region, weights=np.sqrt(regional).sum(axis=1), minlength=count)
    total = sums.sum()
    return sums / total if total > 0 else np.full(count, 1 / max(count, 1))


def shares_of(known: Panel, weights: Floats) -> Floats:
    """Say for each SKU × region which share of its SKU's demand it will be; a SKU's shares sum to 1.

    Half of it is the region's past; in lively regions the other half is what the models say of the region itself.
    """
    past = _past(known, weights)
    lively = (known.regional[:, -LIVELY_DAYS:] > 0).sum(axis=1) >= LIVELY_SALES
    ahead = np.zeros(len(past))
    if lively.any():
        made = fit(np.sqrt(weekly(known.regional[lively])), REGIONAL) ** 2
        ahead[lively] = np.median(made, axis=0).mean(axis=1)
    mass = _of_owner(known, np.where(lively, past, 0.0))
    total = _of_owner(known, ahead)
    told = np.where(lively & (total > 0), mass * ahead / np.where(total > 0, total, 1.0), past)
    return (past + told) / 2


def _past(known: Panel, weights: Floats) -> Floats:
    """Shares of the past, with some of the whole market's split mixed in where there is little past."""
    own = np.sqrt(known.regional).sum(axis=1)
    orders = _of_owner(known, (known.regional > 0).sum(axis=1).astype(float))
    borrowed = weights[known.region] * _of_owner(known, own) * BORROWED_ORDERS / (BORROWED_ORDERS + orders)
    # What had not sold anywhere yet follows the market's split.
    mass = np.where(_of_owner(known, own) > 0, np.where(own > 0, own + borrowed, 0.0), weights[known.region])
    total = _of_owner(known, mass)
    return mass / np.where(total > 0, total, 1.0)


def _of_owner(known: Panel, values: Floats) -> Floats:
    """The sum over each row's SKU, at each row."""
    sums = np.bincount(known.owner, weights=values, minlength=len(known)).astype(np.float64)
    return sums[known.owner]
