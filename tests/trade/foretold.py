"""Forecasts told by hand: a run of a test market's seller, concluded with numbers that a test can reason about."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from tests.trade.demand import know_regions
from tests.trade.market import Market
from trade.forecasting.actions import conclude_run, keep_study, plan_run, start_forecast
from trade.forecasting.ports import Conclusion, RegionAhead, ScoreRow, SkuAhead, Span, SumAhead
from trade.kernel.actor import Actor

SCORED = (("naive", 0.8, (0.77, 0.91)), ("chosen", 0.44, (0.81, 0.95)), ("median", 0.41, None))


def span(expected: float) -> Span:
    """Half as much to half as much again with 80 %, nothing to twice as much with 95 %."""
    return Span(expected, 0, expected / 2, expected * 1.5, expected * 2)


def sku_ahead(sku_id: UUID, expected: float) -> SkuAhead:
    """A SKU that is wanted as much each day."""
    week = expected * 7 / 30
    spans = [*[span(week)] * 4, span(expected)]
    past = [round(week)] * 12
    return SkuAhead(sku_id, "regular", "combination", spans, [expected / 30] * 30, past, expected * 1.2, 0.31)


def conclusion(market: Market, wants: dict[UUID, float], regions: tuple[str, ...] = ("GB-LON",)) -> Conclusion:
    """Everything that a run tells, of these SKUs."""
    whole = sum(wants.values())
    leaves = [
        RegionAhead(sku, region, span(wanted / len(regions))) for sku, wanted in wants.items() for region in regions
    ]
    families = market.rows("SELECT s.id, p.category_id FROM skus s JOIN products p ON p.id = s.product_id")
    by_family: dict[str, float] = {}
    for sku, category in families:
        if sku in wants:
            by_family[str(category)] = by_family.get(str(category), 0) + wants[sku]
    sums = [SumAhead("all", "all", span(whole))]
    sums += [SumAhead("region", region, span(whole / len(regions))) for region in regions]
    sums += [SumAhead("category", family, span(wanted)) for family, wanted in by_family.items()]
    scores = [
        ScoreRow(level, horizon, model, len(wants), 0, 1.0, wape, 0.02, 0.5, *(coverage or ()))
        for level in ("sku", "sku_often", "sku_seldom", "region", "sum_category", "sum_region", "sum_all")
        for horizon in ("week1", "week2", "week3", "week4", "total")
        for model, wape, coverage in SCORED
    ]
    lessons = {"regular": "combination × 1.26", "sparse": "tsb × 1.10"}
    return Conclusion([sku_ahead(sku, wanted) for sku, wanted in wants.items()], leaves, sums, scores, lessons)


def foretell(
    market: Market, wants: dict[UUID, float], seller: Actor | None = None, regions: tuple[str, ...] = ("GB-LON",)
) -> UUID:
    """Run a forecast of goods that were ordered before, and conclude that they will be wanted so much."""
    system = Actor.system()
    with market.as_system() as session:
        know_regions(session, regions)
    # What was ordered today is history only tomorrow.
    tomorrow = replace(market.by(seller or market.supplier), at=market.at + timedelta(days=1))
    run_id = start_forecast(tomorrow)
    assert plan_run(market.by(system), run_id), "something must have been sold"
    for (number,) in market.rows("SELECT number FROM forecast_chunks WHERE run_id = :id", id=run_id):
        keep_study(market.by(system), run_id, number, b"")
    assert conclude_run(market.by(system), run_id, conclusion(market, wants, regions), engine="processes")
    return run_id


def start_and_plan(market: Market) -> UUID:
    """Leave a run at work: its pieces wait to be studied."""
    run_id = start_forecast(replace(market.by(market.supplier), at=market.at + timedelta(days=1)))
    plan_run(market.by(Actor.system()), run_id)
    return run_id
