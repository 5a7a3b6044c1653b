"""Keep what accounts hold at the end of each day, and let periods be closed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from migrations import run_sql

revision = "0035"
down_revision = "0034"


def upgrade() -> None:
    op.create_table(
        "ledger_days",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("last_entry", sa.BigInteger(), nullable=False, comment="the last one that belongs to it"),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_ledger_days")),
    )
    op.create_table(
        "ledger_snapshots",
        sa.Column("account_id", sa.BigInteger(), sa.ForeignKey("ledger_accounts.id"), nullable=False),
        sa.Column("day", sa.Date(), sa.ForeignKey("ledger_days.day"), nullable=False),
        sa.Column("balance_minor", sa.BigInteger(), nullable=False, comment="debit positive, at the end of the day"),
        sa.PrimaryKeyConstraint("account_id", "day", name=op.f("pk_ledger_snapshots")),
    )
    op.create_table(
        "ledger_closes",
        sa.Column("until", sa.DateTime(timezone=True), nullable=False, comment="everything before is closed"),
        sa.Column("entries", sa.BigInteger(), nullable=False, comment="how many there were before"),
        sa.Column(
            "debit_minor", sa.BigInteger(), nullable=False, comment="the sum of their debits, whatever the currency"
        ),
        sa.PrimaryKeyConstraint("until", name=op.f("pk_ledger_closes")),
    )
    run_sql(op.get_bind(), "ledger_periods")


def downgrade() -> None:
    op.execute("DROP TRIGGER open_period ON ledger_entries")
    for function in ("ledger_check_period()", "ledger_snapshot(date)", "ledger_close(date, timestamptz)"):
        op.execute(f"DROP FUNCTION {function}")
    for table in ("ledger_closes", "ledger_snapshots", "ledger_days"):
        op.drop_table(table)
