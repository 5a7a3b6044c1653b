"""Goods that are new borrow from their family: their own short past counts more with each day of it."""

from __future__ import annotations

from typing import Final

import numpy as np

from adapters.forecasting.panel import WEEK, Floats, Panel, since_first_sale

NEW_DAYS: Final = 28
"""So long since its first sale a SKU counts as new."""
BORROWED_DAYS: Final = 14
"""The family's word weighs as much as so many days of the SKU's own."""


def borrow(known: Panel, weeks: Floats) -> Floats:
    """Replace forecasts of new SKUs by their own daily rate, mixed with what their family sold in its first days."""
    days = since_first_sale(known.daily)
    new = np.flatnonzero(is_new(known.daily, known.older))
    if not len(new):
        return weeks
    own = known.daily[new].sum(axis=1)
    family = launch_rates(known)[known.family[new]]
    rate = (own + BORROWED_DAYS * family) / (days[new] + BORROWED_DAYS)
    mixed = weeks.copy()
    mixed[new] = (WEEK * rate)[:, None]
    return mixed


def is_new(daily: Floats, older: np.ndarray | None) -> np.ndarray:
    """Which rows first sold lately or not yet at all; none that had been sold before the history begins."""
    young: np.ndarray = since_first_sale(daily) < NEW_DAYS
    return young if older is None else young & ~older


def launch_rates(known: Panel) -> Floats:
    """What the middle SKU of each family sold a day in its first 28 days, among those that began within the history."""
    days = since_first_sale(known.daily)
    rates = np.zeros(int(known.family.max(initial=0)) + 1)
    # What sold in the history's first days may have begun long before it.
    within = (days >= NEW_DAYS) & (days < known.days - NEW_DAYS)
    began = np.flatnonzero(within if known.older is None else within & ~known.older)
    first = known.days - days[began]
    sums = np.concatenate([np.zeros((len(began), 1)), np.cumsum(known.daily[began], axis=1)], axis=1)
    rows = np.arange(len(began))
    rate = (sums[rows, first + NEW_DAYS] - sums[rows, first]) / NEW_DAYS
    for family in np.unique(known.family[began]):
        rates[family] = np.median(rate[known.family[began] == family])
    return rates
