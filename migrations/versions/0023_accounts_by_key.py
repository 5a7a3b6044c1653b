"""Find accounts by their key when an entry is posted, however many organisations there are."""

from __future__ import annotations

from alembic import op

from migrations import run_sql

revision = "0023"
down_revision = "0022"


def upgrade() -> None:
    run_sql(op.get_bind(), "ledger_post")


def downgrade() -> None:
    run_sql(op.get_bind(), "ledger_post_before")
