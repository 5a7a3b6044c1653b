"""Forecasts as files: the board's rows, and the sums of categories and regions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from blueprints.supplier import forecast_words as words
from trade.forecasting.queries import BoardRow, SumRow
from web.naming import named
from web.sheets import Cell
from web.translation import gettext as _


def titles_of(level: str) -> list[str]:
    """The heads of a file's columns: products, or categories or regions as a whole."""
    ends = [_("Wanted in 30 days"), _("Low end, 8 in 10"), _("High end, 8 in 10")]
    if level == "category":
        return [_("Category"), *ends, _("Left to sell"), _("Days of cover")]
    if level == "region":
        return [_("Code"), _("Region"), *ends]
    return [
        _("Code"), _("Product"), _("How it sells"), *ends, _("Left to sell"), _("Set aside in stock"), _("Days of cover"), _("Runs out on"),
        _("To make"), _("Begin by"), _("Agreed ahead"), _("In open pools"), _("Usually off by"), _("Forecast by"),
    ]  # fmt: skip


def goods_cells(row: BoardRow) -> list[Cell]:
    """A product's row."""
    plan = row.cover
    return [
        row.code, row.name, words.forecast_kind(row.kind), row.expected, row.low80, row.high80, row.available,
        row.reserved, plan.days, plan.out_on.isoformat() if plan.out_on else "", plan.make,
        plan.by.isoformat() if plan.by else "", row.agreed, row.pooled, row.error, words.forecast_model(row.model),
    ]  # fmt: skip


def sum_cells(level: str, rows: Sequence[SumRow], whole: SumRow | None) -> Iterator[list[Cell]]:
    """The rows of categories or regions, and that of everything, whose ends lie closer together than theirs."""
    is_category = level == "category"
    for row in rows:
        ends: list[Cell] = [row.expected, row.low80, row.high80]
        yield [named(row), *ends, row.available, row.days] if is_category else [row.key, named(row), *ends]
    if whole is not None:
        total: list[Cell] = [_("Total")] if is_category else ["", _("Total")]
        yield [*total, whole.expected, whole.low80, whole.high80, *([""] * 2 if is_category else [])]
