"""Let organisations take money out of their wallets."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from migrations.columns import check, instant, key, minor, refers, word

revision = "0053"
down_revision = "0052"

READS = "organisation_id = (SELECT pinhuo_organisation()) OR (SELECT pinhuo_sees_all())"


def upgrade() -> None:
    op.create_table(
        "withdrawals",
        key("id"),
        word("reference", 12),
        key("organisation_id"),
        minor("amount_minor"),
        word("currency", 3),
        word("state", 10),
        key("asked_by"),
        instant("asked_at"),
        key("payout_id", nullable=True, comment="that carries it"),
        instant("ended_at", nullable=True),
        check("withdrawals", "positive", "amount_minor > 0"),
        check("withdrawals", "state", "state IN ('asked','paid','returned','cancelled')"),
        check("withdrawals", "ended", "(state = 'asked') = (ended_at IS NULL)"),
        check("withdrawals", "carried", "state = 'asked' OR (state = 'cancelled') = (payout_id IS NULL)"),
        refers("withdrawals", "organisation_id", "organisations.id"),
        refers("withdrawals", "asked_by", "people.id"),
        refers("withdrawals", "payout_id", "payouts.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_withdrawals")),
        sa.UniqueConstraint("reference", name=op.f("uq_withdrawals_reference")),
    )
    op.create_index("ix_withdrawals_organisation", "withdrawals", ["organisation_id", "asked_at"])
    op.create_index("ix_withdrawals_payout", "withdrawals", ["payout_id"])
    op.execute(sa.select(sa.func.pinhuo_protect(sa.literal_column("'withdrawals'"), READS, READS)))


def downgrade() -> None:
    op.drop_table("withdrawals")
