"""Let applications whose link nobody opened be forgotten."""

from __future__ import annotations

from alembic import op

from migrations import run_sql

revision = "0077"
down_revision = "0076"


def upgrade() -> None:
    run_sql(op.get_bind(), "unopened")


def downgrade() -> None:
    op.execute("DROP FUNCTION admission_forget_unopened")
