"""Keep what was learnt of how invoices end, for whoever decides on credit to read."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations.columns import check, instant, key, word

revision = "0040"
down_revision = "0039"

TABLE = "credit_default_models"


def upgrade() -> None:
    op.create_table(
        TABLE,
        key("id"),
        instant("made_at"),
        word("verdict", 10),
        sa.Column("content", postgresql.JSONB(), nullable=False, comment="weights, and figures of held-out invoices"),
        check(TABLE, "verdict", "verdict IN ('too_short','no_better','used')"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{TABLE}")),
    )
    op.create_index(f"ix_{TABLE}_made", TABLE, ["made_at"])
    op.execute(f"SELECT pinhuo_protect('{TABLE}', '(SELECT pinhuo_sees_all())', '(SELECT pinhuo_sees_all())')")


def downgrade() -> None:
    op.drop_table(TABLE)
