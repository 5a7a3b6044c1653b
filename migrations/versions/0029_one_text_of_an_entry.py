"""Let the books be checked by one text of an entry: what verifies them in one statement; the function had no caller."""

from __future__ import annotations

from alembic import op

from migrations import run_sql

revision = "0029"
down_revision = "0028"


def upgrade() -> None:
    op.execute("DROP FUNCTION ledger_entry_text(bigint)")


def downgrade() -> None:
    run_sql(op.get_bind(), "ledger_entry_text")
