"""What every forecast keeps: it is never negative, and adds up."""

from dataclasses import replace

import numpy as np
import pytest

from adapters.forecasting.lessons import CANDIDATES, SELDOM, candidate, learn
from adapters.forecasting.pieces import joined, piece_rows
from adapters.forecasting.singling import NONE
from adapters.forecasting.study import NAMES, TOTAL, Kind, kinds, study
from adapters.forecasting.sums import summed
from tests.adapters.forecasting.panels import REGIONS, backgrounds, shop


@pytest.fixture(scope="module")
def panel():
    return shop()


@pytest.fixture(scope="module")
def studied(panel):
    return study(panel, backgrounds(panel))


def test_forecasts_and_bounds_are_never_negative_and_bounds_hold_each_other(panel, studied):
    lessons = learn(studied[1:], panel.owner)
    told = lessons.expected(studied[0])
    bounds = lessons.sku.around(told, studied[0].kind)

    assert (studied[0].by_model >= 0).all()
    assert (told >= 0).all()
    assert (bounds >= 0).all()
    assert (np.diff(bounds, axis=-1) >= 0).all()


def test_weeks_and_the_days_after_them_make_the_total(panel, studied):
    told = learn(studied[1:], panel.owner).expected(studied[0])
    assert (told[:, TOTAL] >= told[:, :TOTAL].sum(axis=1) - 1e-9).all()


def test_regions_skus_and_all_add_up(panel, studied):
    told = learn(studied[1:], panel.owner).expected(studied[0])
    leaves = told[panel.owner] * studied[0].shares[:, None]

    sums = summed(leaves, {"sku": panel.owner, "region": panel.region, "all": panel.owner * 0})

    np.testing.assert_allclose(sums["sku"], told, rtol=1e-9)
    np.testing.assert_allclose(sums["region"].sum(axis=0), sums["all"][0], rtol=1e-9)
    np.testing.assert_allclose(sums["all"][0], told.sum(axis=0), rtol=1e-9)
    assert len(sums["region"]) == REGIONS


def test_kinds(panel):
    found = kinds(panel.daily)
    assert found[0] == Kind.STOPPED
    assert found[-1] == Kind.NEW
    assert found[-2] == Kind.REGULAR
    assert Kind.SPARSE in found


def test_a_new_sku_borrows_from_its_family(panel, studied):
    """Its own 12 days say about 18 a day; its family began more slowly, so less is expected than its own rate."""
    row = len(panel) - 1
    own = panel.daily[row, -12:].mean() * 30
    told = studied[0].by_model[NAMES.index("ses"), row, TOTAL]
    assert 0 < told < own


def test_a_bulk_order_is_no_rhythm(panel, studied):
    row = 5
    usual = np.delete(panel.daily[row], panel.days - 20).mean() * 30
    told = learn(studied[1:], panel.owner).expected(studied[0])[row, TOTAL]
    assert told < usual + 300


def test_pieces_give_what_the_whole_gives(panel, studied):
    # Families are complete within each piece here, as they are where rows are ordered by family.
    order = np.argsort(panel.family, kind="stable")
    whole = panel.rows(order)
    parts = [study(whole.rows(rows), backgrounds(panel)) for rows in piece_rows(len(whole), 12)]
    together = joined(parts)
    alone = study(whole, backgrounds(panel))
    np.testing.assert_allclose(together[0].by_model, alone[0].by_model)
    assert together[1].actual is not None
    assert alone[1].actual is not None
    np.testing.assert_allclose(together[1].actual, alone[1].actual)


def test_goods_that_seldom_sell_are_chosen_for_by_their_mean(panel, studied):
    """Half of the sparse ones sell a lot now and then: what says least is least wrong in absolute terms, and never right."""
    past = studied[1:]
    lessons = learn(past, panel.owner)
    told = sum(lessons.expected(a)[np.isin(a.kind, SELDOM), TOTAL].sum() for a in past)
    came = sum(a.actual[np.isin(a.kind, SELDOM), TOTAL].sum() for a in past)
    assert 0.5 * came < told < 2 * came


def test_a_sku_with_a_forecast_of_its_own_is_told_half_by_it_and_an_earlier_day_without_what_it_taught(panel, studied):
    now, *past = studied
    lessons = learn(past, panel.owner)
    best = CANDIDATES.index("damped_ses")  # let it have been right wherever the others were wrong
    right = {
        day: np.where(np.arange(len(CANDIDATES))[:, None] == best, 0, errors + 1)
        for day, errors in lessons.errors.items()
    }
    told = replace(lessons, errors=right)
    rows = np.flatnonzero(told.own(now) == best)
    usual = replace(lessons, errors={}).expected(now)
    half = (usual + candidate(now, "damped_ses") * lessons.level["damped_ses"]) / 2
    assert set(now.kind[rows]) == {Kind.REGULAR, Kind.SPARSE}
    np.testing.assert_allclose(told.expected(now)[rows], half[rows])
    assert {told.models(now)[row] for row in rows} == {"damped_ses"}
    others = dict(list(right.items())[1:])
    assert (replace(told, errors=others).own(past[0]) == told.own(past[0])).all(), (
        "what it taught itself counts for nothing"
    )
    assert (told.own(past[0]) != NONE).any()
