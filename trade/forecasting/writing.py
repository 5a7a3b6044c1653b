"""Writing a run's results set-wise: one COPY a table, whatever the number of SKUs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from trade.forecasting.models import Forecast, ForecastRun, ForecastScore, ForecastSum, RegionForecast
from trade.forecasting.ports import Conclusion, SkuAhead, Span
from trade.history.actions.bulk import insert_rows
from trade.history.rules.places import ELSEWHERE
from trade.parties.models import Region

_SKU = (
    "run_id", "sku_id", "seller_id", "kind", "model", "expected", "low95", "low80", "high80", "high95", "weeks",
    "weeks_low", "weeks_high", "days", "past", "naive", "error", "missed_days", "promoted_days",
)  # fmt: skip
_REGION = ("run_id", "sku_id", "region_code", "seller_id", "expected", "low80", "high80")
_SUM = ("run_id", "level", "key", "seller_id", "expected", "low95", "low80", "high80", "high95")
_SCORE = (
    "run_id", "level", "horizon", "model", "seller_id", "series", "undefined", "mase", "wape", "bias", "rse", "coverage80",
    "coverage95",
)  # fmt: skip


def write_results(session: Session, run: ForecastRun, found: Conclusion) -> None:
    """Write everything a run found."""
    run_id, seller = run.id, run.seller_id
    session.flush()
    insert_rows(session, Forecast, _SKU, (_sku(run_id, seller, sku) for sku in found.skus))
    regions: Iterable[Sequence[Any]] = (
        (run_id, r.sku_id, r.region, seller, r.span.expected, r.span.low80, r.span.high80) for r in found.regions
    )
    if any(r.region == ELSEWHERE.code for r in found.regions):
        _open_elsewhere(session)
    insert_rows(session, RegionForecast, _REGION, regions)
    insert_rows(session, ForecastSum, _SUM, ((run_id, s.level, s.key, seller, *_span(s.span)) for s in found.sums))
    scores: Iterable[Sequence[Any]] = (
        (run_id, s.level, s.horizon, s.model, seller, s.series, s.undefined, s.mase, s.wape, s.bias, s.rse, s.coverage80,
         s.coverage95)
        for s in found.scores
    )  # fmt: skip
    insert_rows(session, ForecastScore, _SCORE, scores)


def _open_elsewhere(session: Session) -> None:
    """Have the region of orders that name none: until somebody orders so, a market does without."""
    place = {"code": ELSEWHERE.code, "country": ELSEWHERE.country, "name": ELSEWHERE.name, "name_zh": ELSEWHERE.name_zh}
    session.execute(insert(Region).values(place).on_conflict_do_nothing())


def _sku(run_id: UUID, seller: UUID, sku: SkuAhead) -> Sequence[Any]:
    weeks, total = sku.spans[:-1], sku.spans[-1]
    return (
        run_id, sku.sku_id, seller, sku.kind, sku.model, *_span(total), [week.expected for week in weeks],
        [week.low80 for week in weeks], [week.high80 for week in weeks], list(sku.days), list(sku.past), sku.naive,
        sku.error, sku.missed_days, sku.promoted_days,
    )  # fmt: skip


def _span(span: Span) -> tuple[float, float, float, float, float]:
    return span.expected, span.low95, span.low80, span.high80, span.high95
