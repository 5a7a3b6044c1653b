"""Let what lies on a shelf change by its moves alone."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from migrations import run_sql

revision = "0006"
down_revision = "0005"

COUNTS = ("on_hand", "allocated", "reserved")


def upgrade() -> None:
    for column in COUNTS:  # the application's role may begin a level, but not say what lies there
        op.alter_column("stock_levels", column, server_default=sa.text("0"))
    run_sql(op.get_bind(), "stock_moves")


def downgrade() -> None:
    op.execute("DROP TRIGGER applied ON stock_moves")
    op.execute("DROP FUNCTION stock_apply_moves")
    for column in COUNTS:
        op.alter_column("stock_levels", column, server_default=None)
