"""The board against a market that was foretold by hand, and what strangers see of it: nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from tests.trade.deals import agreement
from tests.trade.foretold import foretell
from tests.trade.market import Market
from tests.trade.pooling.pooled import PRICES, good, join, place, terms
from trade.forecasting import queries
from trade.forecasting.queries import Sorting
from trade.kernel.actor import Actor
from trade.kernel.work import bind_actor
from trade.pooling.actions import draft_pool, offer_pool


@pytest.fixture
def foretold(market: Market) -> Market:
    """Three goods: 90 wanted of 90 there, 300 of 94, 30 of 100."""
    sold, second, third = (market.goods(stock=100) for _ in range(3))
    market.money(minor=500_000)
    market.order({sold: 12, second: 6})
    foretell(market, {sold: 90.0, second: 300.0, third: 30.0}, regions=("GB-LON", "GB-NW"))
    return market


def run_of(market: Market, actor: Actor | None = None):
    return queries.current_run(market.session, actor or market.supplier)


def page(market: Market, **how: object):
    run = run_of(market)
    assert run is not None
    return queries.board(market.session, market.supplier, run, **how)  # type: ignore[arg-type]


def test_what_runs_out_first_stands_first(foretold: Market) -> None:
    rows = page(foretold).rows
    assert [row.available for row in rows] == [94, 88, 100]
    first = rows[0]
    assert first.cover.days == 9, "10 a day: the tenth day begins with 4"
    run = run_of(foretold)
    assert run is not None
    assert first.cover.out_on == run.first_day + timedelta(days=9)
    assert first.cover.make == 356, "450 in nine months of ten, less 94"
    assert rows[2].cover.days == 100
    assert rows[2].cover.out_on is None


def test_what_hardly_anybody_wants_does_not_stand_before_what_matters(market: Market) -> None:
    """Nothing of it is left, so it runs out at once; but nobody waits for it."""
    sold, hardly = market.goods(stock=100), market.goods(stock=6)
    market.money(minor=500_000)
    market.order({sold: 12, hardly: 6})
    foretell(market, {sold: 300.0, hardly: 0.3})
    assert [(row.available, row.expected) for row in page(market).rows] == [(88, 300), (0, Decimal("0.30"))]


@pytest.mark.parametrize("sorting", Sorting)
def test_every_sorting_lists_everything_once(foretold: Market, sorting: Sorting) -> None:
    found = page(foretold, sorting=sorting)
    assert found.total == 3
    assert len({row.sku_id for row in found.rows}) == 3


def test_what_is_asked_for_in_an_open_pool_is_shown_and_not_by_whom(foretold: Market) -> None:
    sku_id = page(foretold).rows[2].sku_id
    place(foretold, foretold.retailer)
    seller = foretold.by(foretold.supplier)
    pool_id = offer_pool(
        seller,
        draft_pool(seller, terms(foretold, [good(sku_id, capacity=60, unit_prices=PRICES[:2])], quantities=(12, 60))),
    )
    join(foretold, foretold.retailer, pool_id, sku_id, 12)
    bind_actor(foretold.session, foretold.supplier)
    row = {row.sku_id: row for row in page(foretold).rows}[sku_id]
    assert (row.pooled, row.available, row.reserved) == (12, 40, 60)
    assert row.cover.days == 100, "what is set aside for the pool will serve what is wanted"
    assert row.cover.make == 0, "45 in nine months of ten"
    (category,) = queries.by_category(foretold.session, foretold.supplier)
    assert (category.available, category.days) == (222, Decimal(20))


def test_what_is_agreed_and_not_ordered_yet_stands_beside_what_is_wanted(foretold: Market) -> None:
    """Only of agreements that hold within the 30 days: what had to be ordered before is not asked for any more."""
    sku_id, other, _third = (row.sku_id for row in page(foretold, sorting=Sorting.CODE).rows)
    agreement(foretold, {sku_id: ("2.00", 60), other: ("2.00", None)}, days=10)
    foretold.order({sku_id: 24})
    bind_actor(foretold.session, foretold.supplier)
    row = {row.sku_id: row for row in page(foretold).rows}[sku_id]
    assert (row.agreed, row.expected) == (36, 90)
    assert {row.agreed for row in page(foretold).rows} == {36, 0}, "one without a cap names no quantity"
    run = run_of(foretold)
    assert run is not None
    later = replace(run, first_day=run.first_day + timedelta(days=20))
    found = queries.board(foretold.session, foretold.supplier, later)
    assert {row.agreed for row in found.rows} == {0}


def test_sorted_by_what_is_expected_and_cut_into_pages(foretold: Market) -> None:
    assert [row.expected for row in page(foretold, sorting=Sorting.EXPECTED).rows] == [300, 90, 30]
    second = page(foretold, sorting=Sorting.EXPECTED, offset=1, limit=1)
    assert [row.expected for row in second.rows] == [90]
    assert second.total == 3


def test_a_search_and_a_category_narrow_it(foretold: Market) -> None:
    row = page(foretold).rows[0]
    assert [found.sku_id for found in page(foretold, search=row.code).rows] == [row.sku_id]
    assert page(foretold, search="nothing like it").total == 0
    assert page(foretold, category_id=foretold.category_id).total == 3


def test_sums_agree_with_the_board(foretold: Market) -> None:
    actor, session = foretold.supplier, foretold.session
    everything = queries.whole(session, actor)
    assert everything is not None
    assert everything.expected == 420
    assert sum(row.expected for row in queries.by_region(session, actor)) == 420
    (category,) = queries.by_category(session, actor)
    assert category.expected == 420
    assert category.available == 282
    assert category.days == Decimal(20)


def test_weeks_lie_side_by_side(foretold: Market) -> None:
    run = run_of(foretold)
    assert run is not None
    row = page(foretold).rows[0]
    weeks = queries.weeks_of(foretold.session, foretold.supplier, run, row.sku_id)
    assert len(weeks) == 16
    assert weeks[11].begins_on == run.first_day - timedelta(weeks=1)
    assert weeks[12].begins_on == run.first_day
    assert weeks[12].low is not None


def test_a_rival_sees_none_of_it(foretold: Market) -> None:
    run = run_of(foretold)
    assert run is not None
    sku_id = page(foretold).rows[0].sku_id
    rival, session = foretold.rival, foretold.session
    foretold.session.rollback()
    with_rival = foretold.by(rival)
    from trade.kernel.work import bind_actor  # noqa: PLC0415

    bind_actor(with_rival.session, rival)
    assert run_of(foretold, rival) is None
    assert queries.board(session, rival, run).total == 0
    assert queries.board_row(session, rival, run, sku_id) is None
    assert queries.weeks_of(session, rival, run, sku_id) == []
    assert queries.scores(session, rival, run.id) == []
    assert queries.whole(session, rival) is None
