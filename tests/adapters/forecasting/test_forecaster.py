"""From a history to a conclusion: what never sold yet is in every sum, what ended long ago is told as ended."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import numpy as np
import pytest

from adapters.forecasting.forecaster import StatsForecaster, panel_of
from adapters.forecasting.spreading import spread_on
from trade.forecasting.ports import ORIGINS, Conclusion, History, Shop, SkuAhead, Sold

DAYS = 200
REGIONS = ("GB-LON", "GB-NW", "FR")
LIVELY = 5
NEWCOMER, ENDED, AGAIN = LIVELY, LIVELY + 1, LIVELY + 2
"""After the lively goods: one that never sold, one that last sold before the history begins, one that does so again."""


def history() -> History:
    rng = np.random.default_rng(9)
    sold = []
    totals = np.zeros(DAYS, dtype=int)
    for sku in (*range(LIVELY), AGAIN):
        for region, share in enumerate((3.0, 1.5, 0.4)):
            units = rng.poisson(share * (1 + sku), DAYS)
            if sku == LIVELY - 1:
                units[:60] = 0  # its family's example of how goods begin
            if sku == AGAIN:
                units[: DAYS - 10] = 0
            days = np.flatnonzero(units)
            totals += units
            sold.append(Sold(sku, region, days.tolist(), units[days].tolist()))
    weights = {region: [weight] * len(ORIGINS) for region, weight in zip(REGIONS, (0.6, 0.3, 0.1), strict=True)}
    shop = Shop(date(2026, 1, 5), totals.tolist(), weights)
    ids = [UUID(int=number) for number in range(LIVELY + 3)]
    return History(shop, ids, ["tea"] * 4 + ["cups"] * 4, REGIONS, sold, older=(ENDED, AGAIN))


def part_of(whole: History, rows: range) -> History:
    """Some of the SKUs, as a piece of a run has them."""
    sold = [one._replace(sku=one.sku - rows.start) for one in whole.sold if one.sku in rows]
    older = [sku - rows.start for sku in whole.older if sku in rows]
    cut = slice(rows.start, rows.stop)
    return History(whole.shop, whole.sku_ids[cut], whole.families[cut], whole.regions, sold, older=older)


@pytest.fixture(scope="module")
def found() -> Conclusion:
    forecaster = StatsForecaster("processes", spread_on("processes", 1))
    return forecaster.conclude([forecaster.study(history())])


def sku(found: Conclusion, number: int) -> SkuAhead:
    return next(each for each in found.skus if each.sku_id == UUID(int=number))


def wanted(found: Conclusion, level: str) -> float:
    return sum(each.span.expected for each in found.sums if each.level == level)


def test_the_board_is_the_sum_of_its_rows_whatever_is_added(found: Conclusion) -> None:
    """Each row is rounded to a hundredth once."""
    board = sum(each.spans[-1].expected for each in found.skus)
    rounding = 0.01 * len(found.regions)
    assert board == pytest.approx(sum(each.span.expected for each in found.regions), abs=rounding)
    for level in ("all", "category", "region"):
        assert board == pytest.approx(wanted(found, level), abs=rounding), level


def test_what_never_sold_yet_is_wanted_in_every_region_as_the_market_splits(found: Conclusion) -> None:
    newcomer = sku(found, NEWCOMER)
    regions = {each.region: each.span.expected for each in found.regions if each.sku_id == newcomer.sku_id}
    assert newcomer.kind == "new"
    assert newcomer.spans[-1].expected > 1, "as its family began"
    assert set(regions) == set(REGIONS)
    assert regions["GB-LON"] == pytest.approx(2 * regions["GB-NW"], abs=0.02)
    assert sum(regions.values()) == pytest.approx(newcomer.spans[-1].expected, abs=0.03)


def test_what_ended_before_the_history_begins_is_told_as_ended_and_not_as_new(found: Conclusion) -> None:
    ended = sku(found, ENDED)
    assert ended.kind == "stopped"
    assert ended.spans[-1].expected == 0
    assert not [each for each in found.regions if each.sku_id == ended.sku_id]


def test_what_sells_again_after_a_year_is_not_new_either(found: Conclusion) -> None:
    again = sku(found, AGAIN)
    assert again.kind == "sparse"
    assert again.spans[-1].expected > 0


def test_every_number_lies_between_its_ends(found: Conclusion) -> None:
    spans = [span for each in found.skus for span in each.spans]
    spans += [region.span for region in found.regions] + [each.span for each in found.sums]
    for span in spans:
        assert 0 <= span.low95 <= span.low80 <= span.expected <= span.high80 <= span.high95


def test_every_model_is_told_with_how_often_it_held(found: Conclusion) -> None:
    rows = [row for row in found.scores if row.horizon == "total"]
    held = {row.model for row in rows if row.level == "sku" and row.coverage80 is not None}
    assert {"naive", "mean90", "ets", "theta", "ces", "croston", "damped_imapa", "chosen"} <= held


def test_sums_are_judged_beside_their_own_naive_by_every_measure(found: Conclusion) -> None:
    """A category sold for 170 days before the one as of which it is told, so its usual change is known."""
    rows = {
        (row.level, row.model): row for row in found.scores if row.horizon == "total" and row.level.startswith("sum_")
    }
    for level, count in (("sum_category", 2), ("sum_region", len(REGIONS)), ("sum_all", 1)):
        for model in ("naive", "mean90", "chosen"):
            row = rows[level, model]
            assert (row.series, row.undefined) == (count, 0), (level, model)
            assert row.mase is not None
    whole, days = rows["sum_all", "naive"], np.array(history().shop.totals[: DAYS - 30], dtype=float)
    came = sum(history().shop.totals[DAYS - 30 :])
    told = days[-7:].sum() * 4 + days[-7:-5].sum()
    month = np.convolve(days, np.ones(30), "valid")
    usual = np.abs(month[30:] - month[:-30]).mean()
    assert whole.wape == pytest.approx(abs(told - came) / came, abs=1e-3)
    assert whole.mase == pytest.approx(abs(told - came) / usual, abs=1e-2), (
        "its unit is how much a month usually changes"
    )


def test_the_naive_of_a_region_is_its_own_last_week(found: Conclusion) -> None:
    """Of the goods that sell in all regions; the one that never sold is told as nothing, and nothing of it came."""
    judged = {row.level: row.wape for row in found.scores if row.horizon == "total" and row.model == "naive"}
    cells = np.zeros((LIVELY + 3, len(REGIONS), DAYS))
    for one in history().sold:
        cells[one.sku, one.region, list(one.days)] = one.units
    week, came = cells[..., DAYS - 37 : DAYS - 30], cells[..., DAYS - 30 :].sum(axis=-1)
    told = week.sum(axis=-1) * 4 + week[..., :2].sum(axis=-1)
    assert judged["region"] == pytest.approx(np.abs(told - came).sum() / came.sum(), abs=1e-3)
    sums = np.abs(told.sum(axis=0) - came.sum(axis=0)).sum() / came.sum()
    assert judged["sum_region"] == pytest.approx(sums, abs=1e-3)


def test_sums_of_several_pieces_are_judged_as_those_of_one(found: Conclusion) -> None:
    """A category lies in two of three pieces here; what is learnt of all is the same, so all scores are."""
    forecaster = StatsForecaster("processes", spread_on("processes", 1))
    parts = [forecaster.study(part_of(history(), rows)) for rows in (range(3), range(3, 6), range(6, LIVELY + 3))]
    apart = forecaster.conclude(parts)
    judged = {(row.level, row.model): row for row in apart.scores if row.horizon == "total"}
    for row in found.scores:
        if row.horizon == "total" and row.level.startswith("sum_") and row.model in {"naive", "mean90"}:
            assert judged[row.level, row.model].mase == pytest.approx(row.mase, abs=1e-3)
            assert judged[row.level, row.model].wape == pytest.approx(row.wape, abs=1e-3)


def test_a_panel_has_no_row_of_what_ended_and_one_a_region_of_what_never_sold() -> None:
    panel = panel_of(history())
    counts = np.bincount(panel.owner, minlength=len(panel))
    assert counts.tolist() == [3] * LIVELY + [3, 0, 3]
    assert (np.diff(panel.owner) >= 0).all()
