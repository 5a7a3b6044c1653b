"""Let a payout come back by the word of two people."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from migrations.columns import check, instant, key, minor, refers, word

revision = "0054"
down_revision = "0053"

PLATFORMS = "(SELECT pinhuo_sees_all())"


def upgrade() -> None:
    op.create_table(
        "payout_returns",
        key("id"),
        key("payout_id"),
        minor("arrived_minor", "what the bank put back; the rest is its charge"),
        word("code", 8, "the bank's reason, an ISO 20022 code"),
        word("note", 200, "where it is to be seen"),
        word("state", 10),
        key("proposed_by"),
        instant("proposed_at"),
        key("decided_by", nullable=True),
        instant("decided_at", nullable=True),
        word("reason", 200),
        check("payout_returns", "positive", "arrived_minor > 0"),
        check("payout_returns", "two_people", "decided_by IS DISTINCT FROM proposed_by"),
        check("payout_returns", "state", "state IN ('proposed','approved','rejected')"),
        check("payout_returns", "decided", "(state = 'proposed') = (decided_by IS NULL)"),
        refers("payout_returns", "payout_id", "payouts.id"),
        refers("payout_returns", "proposed_by", "people.id"),
        refers("payout_returns", "decided_by", "people.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payout_returns")),
    )
    op.create_index(
        "uq_payout_returns_open", "payout_returns", ["payout_id"], unique=True,
        postgresql_where=sa.text("state = 'proposed'"),
    )  # fmt: skip
    op.execute(sa.select(sa.func.pinhuo_protect(sa.literal_column("'payout_returns'"), PLATFORMS, PLATFORMS)))


def downgrade() -> None:
    op.drop_table("payout_returns")
