"""Words of forecasts: kinds of goods, models, horizons, and how a number came about."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Final

from blueprints.supplier.blueprint import blueprint
from trade.forecasting.queries import Sorting
from trade.forecasting.rules import Move
from web.filters import day
from web.translation import LazyString
from web.translation import gettext as _
from web.translation import lazy_gettext as _l

KINDS: Final[dict[str, LazyString]] = {
    "regular": _l("Sells most weeks"),
    "sparse": _l("Sells now and then"),
    "stopped": _l("No sale for 13 weeks"),
    "new": _l("New"),
}

MODELS: Final[dict[str, LazyString]] = {
    "chosen": _l("Our forecast"),
    "median": _l("Our middle: as often more as less"),
    "naive": _l("Last week again (seasonal naive)"),
    "mean90": _l("Mean of 90 days"),
    "zero": _l("Nothing at all"),
    "combination": _l("Middle of nine forecasts"),
    "ses": _l("Exponential smoothing"),
    "tsb": _l("TSB, for sparse demand"),
    "theta": _l("Optimised theta"),
    "ets": _l("AutoETS"),
    "ces": _l("AutoCES"),
    "croston": _l("Croston, for sparse demand"),
    "damped_ses": _l("Exponential smoothing, damped"),
    "damped_tsb": _l("TSB, damped"),
    "damped_theta": _l("Optimised theta, damped"),
    "damped_imapa": _l("IMAPA, damped"),
}

HORIZONS: Final[dict[str, LazyString]] = {
    "week1": _l("1st week"),
    "week2": _l("2nd week"),
    "week3": _l("3rd week"),
    "week4": _l("4th week"),
    "total": _l("30 days"),
}

LEVELS: Final[dict[str, LazyString]] = {
    "sku": _l("By product"),
    "sku_often": _l("Products that sell most weeks"),
    "sku_seldom": _l("Products that seldom sell"),
    "region": _l("By product and region"),
    "sum_category": _l("Categories, each as a whole"),
    "sum_region": _l("Regions, each as a whole"),
    "sum_all": _l("All your products as a whole"),
}

LITTLE: Final = Decimal("0.05")
"""Fewer units would be written as none."""

SORTINGS: Final[dict[Sorting, LazyString]] = {
    Sorting.COVER: _l("Runs out first"),
    Sorting.EXPECTED: _l("Wanted most"),
    Sorting.HIGH: _l("Highest upper end"),
    Sorting.MAKE: _l("Most to make"),
    Sorting.AVAILABLE: _l("Least left to sell"),
    Sorting.ERROR: _l("Worst forecasts"),
    Sorting.BEST: _l("Best forecasts"),
    Sorting.CODE: _l("Code"),
}


@blueprint.app_template_filter()
def forecast_kind(kind: str) -> str:
    """Return the word for how a product has been selling."""
    return str(KINDS[kind])


@blueprint.app_template_filter()
def forecast_model(name: str) -> str:
    """Return the name of a model."""
    return str(MODELS.get(name, name))


@blueprint.app_template_filter()
def units(number: Decimal | None) -> str:
    """Write units whole; below ten with one decimal, so that little is not nothing."""
    if number is None:
        return "–"
    if number == 0:
        return "0"
    if number < LITTLE:
        return "< 0.1"
    return f"{number:,.0f}" if number >= 10 else f"{number:,.1f}"


@blueprint.app_template_filter()
def share(ratio: Decimal | None) -> str:
    """Write 0.44 as 44 %."""
    return "–" if ratio is None else f"{ratio * 100:,.0f}\u00a0%"


@blueprint.app_template_filter()
def leaning(ratio: Decimal) -> str:
    """Write a bias with its sign: +3 % is too much."""
    return f"{ratio * 100:+,.0f}\u00a0%".replace("-", "\u2212")


@blueprint.app_template_filter()
def why_move(move: Move) -> str:
    """Write why goods should move: how long each of the two places lasts."""
    giver, taker = move.giver, move.taker
    return _(
        "%(taker)s has %(there)s and will want %(wanted)s: it lasts until %(day)s. %(giver)s has %(free)s and will want %(own)s.",
        taker=taker.name, there=units(Decimal(taker.there)), wanted=units(taker.expected), day=short_day(move.runs_out_on),
        giver=giver.name, free=units(Decimal(giver.free)), own=units(giver.expected),
    )  # fmt: skip


@blueprint.app_template_filter()
def short_day(on: date) -> str:
    """Write a day without its year, for the foot of a chart."""
    text = day(on)
    return text.partition("年")[2] or text.rpartition(" ")[0]
