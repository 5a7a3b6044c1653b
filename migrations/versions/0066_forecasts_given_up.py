"""Give up a forecast that nobody works on any more, and say when each came on last."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0066"
down_revision = "0065"

TABLE = "forecast_runs"
OPEN = "uq_forecast_runs_open"


def upgrade() -> None:
    # A run that is at work now may have stood still for long: it gets its time from now on.
    moved = sa.Column("moved_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now())
    op.add_column(TABLE, moved)
    op.alter_column(TABLE, "moved_at", server_default=None, comment="when it came on last")
    _allow("'queued','fitting','done','given_up'", "state IN ('queued','fitting')")


def downgrade() -> None:
    # What was given up showed nothing, and its seller may have another one at work.
    op.execute("DELETE FROM forecast_runs WHERE state = 'given_up'")
    _allow("'queued','fitting','done'", "state <> 'done'")
    op.drop_column(TABLE, "moved_at")


def _allow(states: str, is_open: str) -> None:
    op.drop_constraint("ck_forecast_runs_state", TABLE)
    op.create_check_constraint(op.f("ck_forecast_runs_state"), TABLE, f"state IN ({states})")
    op.drop_index(OPEN, TABLE)
    op.create_index(OPEN, TABLE, ["seller_id"], unique=True, postgresql_where=sa.text(is_open))
