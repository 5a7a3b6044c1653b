"""Open accounts that many entries will meet before the first of these is written."""

from __future__ import annotations

from alembic import op

from migrations import run_sql

revision = "0041"
down_revision = "0040"


def upgrade() -> None:
    run_sql(op.get_bind(), "ledger_open")


def downgrade() -> None:
    op.execute("DROP FUNCTION ledger_open")
