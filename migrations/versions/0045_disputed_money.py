"""Keep what is disputed out of payouts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0045"
down_revision = "0044"


def upgrade() -> None:
    op.execute(
        "INSERT INTO ledger_chart (kind, side, owned, limited) VALUES ('disputed', 'credit', true, true)"
        " ON CONFLICT DO NOTHING"
    )
    op.add_column(
        "line_disputes",
        sa.Column(
            "held_minor", sa.BigInteger(), nullable=False, server_default="0",
            comment="kept out of payouts until it is answered",
        ),
    )  # fmt: skip
    op.create_check_constraint(op.f("ck_line_disputes_held"), "line_disputes", "held_minor >= 0")


def downgrade() -> None:
    op.drop_constraint(op.f("ck_line_disputes_held"), "line_disputes")
    op.drop_column("line_disputes", "held_minor")
    op.execute("DELETE FROM ledger_chart WHERE kind = 'disputed'")
