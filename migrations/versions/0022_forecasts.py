"""Keep forecasts: runs and their pieces, what each said, and how good it was."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0022"
down_revision = "0021"

OWN = "seller_id = (SELECT pinhuo_organisation()) OR (SELECT pinhuo_sees_all())"
TABLES = ("forecast_runs", "forecast_chunks", "forecasts", "region_forecasts", "forecast_sums", "forecast_scores")


def upgrade() -> None:
    op.create_table(
        "forecast_runs",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("seller_id", sa.UUID(), nullable=False),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("is_current", sa.Boolean(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False, comment="the first of the 30 days ahead"),
        sa.Column("shop", postgresql.JSONB(), nullable=False, comment="what all goods tell each piece"),
        sa.Column("skus", sa.Integer(), nullable=False),
        sa.Column("chunks", sa.Integer(), nullable=False),
        sa.Column("chunks_done", sa.Integer(), nullable=False),
        sa.Column("engine", sa.String(12), nullable=False),
        sa.Column("lessons", postgresql.JSONB(), nullable=False, comment="what was chosen, and at which level"),
        sa.Column("started_by", sa.UUID(), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("state IN ('queued','fitting','done')", name=op.f("ck_forecast_runs_state")),
        sa.CheckConstraint("chunks_done BETWEEN 0 AND chunks", name=op.f("ck_forecast_runs_progress")),
        sa.CheckConstraint("NOT is_current OR state = 'done'", name=op.f("ck_forecast_runs_current_is_done")),
        sa.ForeignKeyConstraint(["seller_id"], ["organisations.id"], name=op.f("fk_forecast_runs_seller_id")),
        sa.ForeignKeyConstraint(["started_by"], ["people.id"], name=op.f("fk_forecast_runs_started_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_forecast_runs")),
    )
    op.create_index(op.f("ix_forecast_runs_seller_id"), "forecast_runs", ["seller_id"])
    for name, condition in (("open", "state <> 'done'"), ("current", "is_current")):
        op.create_index(
            f"uq_forecast_runs_{name}", "forecast_runs", ["seller_id"], unique=True, postgresql_where=sa.text(condition)
        )
    _pieces()
    _results()
    for table in TABLES:
        writes = OWN if table in {"forecast_runs", "forecast_chunks"} else "(SELECT pinhuo_sees_all())"
        op.execute(f"SELECT pinhuo_protect('{table}', '{OWN}', '{writes}')")


def _pieces() -> None:
    op.create_table(
        "forecast_chunks",
        *_of_run("forecast_chunks", sa.Column("number", sa.Integer(), nullable=False)),
        sa.Column("seller_id", sa.UUID(), nullable=False),
        sa.Column("sku_ids", postgresql.ARRAY(sa.UUID()), nullable=False),
        sa.Column("study", sa.LargeBinary(), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
    )


def _results() -> None:
    units, ratio = sa.Numeric(14, 2), sa.Numeric(12, 4)
    lines = postgresql.ARRAY(units)
    bounds = ("expected", "low95", "low80", "high80", "high95")
    op.create_table(
        "forecasts",
        *_of_run("forecasts", sa.Column("sku_id", sa.UUID(), nullable=False)),
        sa.Column("seller_id", sa.UUID(), nullable=False),
        sa.Column("kind", sa.String(8), nullable=False),
        sa.Column("model", sa.String(20), nullable=False),
        *(sa.Column(name, units, nullable=False) for name in bounds),
        sa.Column("weeks", lines, nullable=False, comment="four weeks ahead"),
        sa.Column("weeks_low", lines, nullable=False, comment="80 %"),
        sa.Column("weeks_high", lines, nullable=False, comment="80 %"),
        sa.Column("days", lines, nullable=False),
        sa.Column(
            "past", postgresql.ARRAY(sa.Numeric(14, 0)), nullable=False, comment="units a week, the last week last"
        ),
        sa.Column("naive", units, nullable=False, comment="the seasonal naive's word"),
        sa.Column("error", ratio, nullable=True, comment="of earlier forecasts, relative to what was sold"),
        sa.Column("missed_days", sa.Integer(), nullable=False, comment="days without stock in the history"),
        sa.CheckConstraint(
            "low95 >= 0 AND low95 <= low80 AND low80 <= high80 AND high80 <= high95", name=op.f("ck_forecasts_interval")
        ),
        sa.CheckConstraint("expected >= 0 AND 0 <= ALL (days)", name=op.f("ck_forecasts_not_negative")),
        sa.CheckConstraint("kind IN ('regular','sparse','stopped','new')", name=op.f("ck_forecasts_kind")),
        sa.ForeignKeyConstraint(["sku_id"], ["skus.id"], name=op.f("fk_forecasts_sku_id")),
    )
    op.create_index("ix_forecasts_seller", "forecasts", ["seller_id", "sku_id"])
    op.create_table(
        "region_forecasts",
        *_of_run(
            "region_forecasts",
            sa.Column("sku_id", sa.UUID(), nullable=False),
            sa.Column("region_code", sa.String(12), nullable=False),
        ),
        sa.Column("seller_id", sa.UUID(), nullable=False),
        *(sa.Column(name, units, nullable=False) for name in ("expected", "low80", "high80")),
        sa.CheckConstraint(
            "expected >= 0 AND low80 >= 0 AND low80 <= high80", name=op.f("ck_region_forecasts_interval")
        ),
        sa.ForeignKeyConstraint(["sku_id"], ["skus.id"], name=op.f("fk_region_forecasts_sku_id")),
        sa.ForeignKeyConstraint(["region_code"], ["regions.code"], name=op.f("fk_region_forecasts_region_code")),
    )
    op.create_index("ix_region_forecasts_region", "region_forecasts", ["region_code", "seller_id"])
    op.create_table(
        "forecast_sums",
        *_of_run(
            "forecast_sums",
            sa.Column("level", sa.String(10), nullable=False),
            sa.Column("key", sa.String(40), nullable=False),
        ),
        sa.Column("seller_id", sa.UUID(), nullable=False),
        *(sa.Column(name, units, nullable=False) for name in bounds),
        sa.CheckConstraint("level IN ('all','category','region')", name=op.f("ck_forecast_sums_level")),
    )
    op.create_table(
        "forecast_scores",
        *_of_run(
            "forecast_scores",
            sa.Column("level", sa.String(20), nullable=False),
            sa.Column("horizon", sa.String(8), nullable=False),
            sa.Column("model", sa.String(20), nullable=False),
        ),
        sa.Column("seller_id", sa.UUID(), nullable=False),
        sa.Column("series", sa.Integer(), nullable=False),
        sa.Column("undefined", sa.Integer(), nullable=False, comment="series without a MASE"),
        sa.Column("mase", ratio, nullable=True),
        sa.Column("wape", ratio, nullable=False),
        sa.Column("bias", ratio, nullable=False),
        sa.Column("coverage80", ratio, nullable=True),
        sa.Column("coverage95", ratio, nullable=True),
    )


def _of_run(table: str, *keys: sa.Column[object]) -> tuple[sa.schema.SchemaItem, ...]:
    """The columns of a table's key, which begins with the run and goes with it."""
    return (
        sa.Column("run_id", sa.UUID(), nullable=False),
        *keys,
        sa.ForeignKeyConstraint(["run_id"], ["forecast_runs.id"], name=op.f(f"fk_{table}_run_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("run_id", *(key.name for key in keys), name=op.f(f"pk_{table}")),
    )


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
