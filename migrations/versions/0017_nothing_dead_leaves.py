"""Look again, when goods leave, whether they still keep until they arrive; serve the line from another lot if not."""

from __future__ import annotations

from alembic import op

from migrations import run_sql

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    run_sql(op.get_bind(), "stock_fresh")


def downgrade() -> None:
    op.execute("DROP TRIGGER keeps_dead ON stock_moves")
    op.execute(
        "DROP FUNCTION stock_refuse_dead, stock_replace_dead, stock_replacements, stock_lock,"
        " stock_release(uuid[], uuid[], integer[], boolean, timestamptz, date)"
    )
    run_sql(op.get_bind(), "stock_release")
