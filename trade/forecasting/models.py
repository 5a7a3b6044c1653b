"""Tables of forecasts: runs and their pieces, what each said, and how good it was."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, Numeric, String, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.dialects.postgresql import UUID as PostgresUUID
from sqlalchemy.orm import Mapped, mapped_column

from trade.kernel.base import Base, Instant, Key

Units = Annotated[Decimal, mapped_column(Numeric(14, 2))]
Ratio = Annotated[Decimal, mapped_column(Numeric(12, 4))]


class ForecastRun(Base):
    """One forecasting of a seller's goods. The current one is what pages show; its successor replaces it whole."""

    __tablename__ = "forecast_runs"
    __table_args__ = (
        CheckConstraint("state IN ('queued','fitting','done','given_up')", name="state"),
        CheckConstraint("chunks_done BETWEEN 0 AND chunks", name="progress"),
        CheckConstraint("NOT is_current OR state = 'done'", name="current_is_done"),
        Index(
            "uq_forecast_runs_open", "seller_id", unique=True, postgresql_where=text("state IN ('queued','fitting')")
        ),
        Index("uq_forecast_runs_current", "seller_id", unique=True, postgresql_where=text("is_current")),
    )

    id: Mapped[Key]
    seller_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"), index=True)
    state: Mapped[str] = mapped_column(String(8))
    is_current: Mapped[bool]
    first_day: Mapped[date] = mapped_column(comment="the first of the 30 days ahead")
    shop: Mapped[dict[str, Any]] = mapped_column(JSONB, comment="what all goods tell each piece")
    skus: Mapped[int]
    chunks: Mapped[int]
    chunks_done: Mapped[int]
    engine: Mapped[str] = mapped_column(String(12))
    lessons: Mapped[dict[str, Any]] = mapped_column(JSONB, comment="what was chosen, and at which level")
    started_by: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    started_at: Mapped[Instant]
    moved_at: Mapped[Instant] = mapped_column(comment="when it came on last")
    finished_at: Mapped[Instant | None]


class ForecastChunk(Base):
    """A piece of a run: one job. What it found is kept until the run is concluded, so that a killed run goes on."""

    __tablename__ = "forecast_chunks"

    run_id: Mapped[UUID] = mapped_column(ForeignKey("forecast_runs.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    seller_id: Mapped[UUID]
    sku_ids: Mapped[list[UUID]] = mapped_column(ARRAY(PostgresUUID(as_uuid=True)))
    study: Mapped[bytes | None] = mapped_column(LargeBinary)
    done_at: Mapped[Instant | None]


class Forecast(Base):
    """What will be wanted of a SKU in the 30 days: with intervals, by week and by day, beside the weeks behind."""

    __tablename__ = "forecasts"
    __table_args__ = (
        CheckConstraint("low95 >= 0 AND low95 <= low80 AND low80 <= high80 AND high80 <= high95", name="interval"),
        CheckConstraint("expected >= 0 AND 0 <= ALL (days)", name="not_negative"),
        CheckConstraint("kind IN ('regular','sparse','stopped','new')", name="kind"),
        Index("ix_forecasts_seller", "seller_id", "sku_id"),
    )

    run_id: Mapped[UUID] = mapped_column(ForeignKey("forecast_runs.id", ondelete="CASCADE"), primary_key=True)
    sku_id: Mapped[UUID] = mapped_column(ForeignKey("skus.id"), primary_key=True)
    seller_id: Mapped[UUID]
    kind: Mapped[str] = mapped_column(String(8))
    model: Mapped[str] = mapped_column(String(20))
    expected: Mapped[Units]
    low95: Mapped[Units]
    low80: Mapped[Units]
    high80: Mapped[Units]
    high95: Mapped[Units]
    weeks: Mapped[list[Decimal]] = mapped_column(ARRAY(Numeric(14, 2)), comment="four weeks ahead")
    weeks_low: Mapped[list[Decimal]] = mapped_column(ARRAY(Numeric(14, 2)), comment="80 %")
    weeks_high: Mapped[list[Decimal]] = mapped_column(ARRAY(Numeric(14, 2)), comment="80 %")
    days: Mapped[list[Decimal]] = mapped_column(ARRAY(Numeric(14, 2)))
    past: Mapped[list[int]] = mapped_column(comment="units a week, the last week last", type_=ARRAY(Numeric(14, 0)))
    naive: Mapped[Units] = mapped_column(comment="the seasonal naive's word")
    error: Mapped[Ratio | None] = mapped_column(comment="of earlier forecasts, relative to what was sold")
    missed_days: Mapped[int] = mapped_column(comment="days without stock in the history")
    promoted_days: Mapped[int] = mapped_column(server_default=text("0"), comment="days cheaper for a while, or pooled")


class RegionForecast(Base):
    """What a region will want of a SKU; the regions of a SKU add up to it."""

    __tablename__ = "region_forecasts"
    __table_args__ = (
        CheckConstraint("expected >= 0 AND low80 >= 0 AND low80 <= high80", name="interval"),
        Index("ix_region_forecasts_region", "region_code", "seller_id"),
    )

    run_id: Mapped[UUID] = mapped_column(ForeignKey("forecast_runs.id", ondelete="CASCADE"), primary_key=True)
    sku_id: Mapped[UUID] = mapped_column(ForeignKey("skus.id"), primary_key=True)
    region_code: Mapped[str] = mapped_column(ForeignKey("regions.code"), primary_key=True)
    seller_id: Mapped[UUID]
    expected: Mapped[Units]
    low80: Mapped[Units]
    high80: Mapped[Units]


class ForecastSum(Base):
    """What a category, a region or all of a seller's goods will want together."""

    __tablename__ = "forecast_sums"
    __table_args__ = (CheckConstraint("level IN ('all','category','region')", name="level"),)

    run_id: Mapped[UUID] = mapped_column(ForeignKey("forecast_runs.id", ondelete="CASCADE"), primary_key=True)
    level: Mapped[str] = mapped_column(String(10), primary_key=True)
    key: Mapped[str] = mapped_column(String(40), primary_key=True)
    seller_id: Mapped[UUID]
    expected: Mapped[Units]
    low95: Mapped[Units]
    low80: Mapped[Units]
    high80: Mapped[Units]
    high95: Mapped[Units]


class ForecastScore(Base):
    """How good each model was, had it forecast as of 30 days before the run; kept longer than the forecasts."""

    __tablename__ = "forecast_scores"

    run_id: Mapped[UUID] = mapped_column(ForeignKey("forecast_runs.id", ondelete="CASCADE"), primary_key=True)
    level: Mapped[str] = mapped_column(String(20), primary_key=True)
    horizon: Mapped[str] = mapped_column(String(8), primary_key=True)
    model: Mapped[str] = mapped_column(String(20), primary_key=True)
    seller_id: Mapped[UUID]
    series: Mapped[int]
    undefined: Mapped[int] = mapped_column(comment="series without a MASE")
    mase: Mapped[Ratio | None]
    wape: Mapped[Ratio]
    bias: Mapped[Ratio]
    rse: Mapped[Ratio | None] = mapped_column(comment="squared errors relative to those of forecasting nothing")
    coverage80: Mapped[Ratio | None]
    coverage95: Mapped[Ratio | None]


class OwnSale(Base):
    """How much of a SKU a shop sold over its counter on a day. Its own, and what forecasts read; no seller sees it.

    A later word on the same day replaces the earlier one; 0 says that nothing was sold.
    """

    __tablename__ = "own_sales"
    __table_args__ = (
        CheckConstraint("quantity BETWEEN 0 AND 1000000", name="quantity"),
        Index("ix_own_sales_sku", "sku_id"),
    )

    shop_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"), primary_key=True)
    sku_id: Mapped[UUID] = mapped_column(ForeignKey("skus.id"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    quantity: Mapped[int]
    told_at: Mapped[Instant]
