"""Let a line of the bank's be booked as tax that the platform has paid."""

from __future__ import annotations

from alembic import op

revision = "0081"
down_revision = "0080"

TABLE, NAME = "bank_lines", "ck_bank_lines_deed"


def upgrade() -> None:
    _allow("'','payout','return','receipt','charge','tax'")


def downgrade() -> None:
    _allow("'','payout','return','receipt','charge'")


def _allow(deeds: str) -> None:
    op.drop_constraint(op.f(NAME), TABLE)
    op.create_check_constraint(op.f(NAME), TABLE, f"deed IN ({deeds})")
