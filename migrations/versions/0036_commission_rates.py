"""Let the commission of a category change from a day on, with two people."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from migrations.columns import check, key

revision = "0036"
down_revision = "0035"

TABLE = "commission_rates"


def upgrade() -> None:
    op.create_table(
        TABLE,
        key("id"),
        key("category_id", "categories.id"),
        sa.Column("rate", sa.Numeric(7, 6), nullable=False),
        sa.Column(
            "from_at", sa.DateTime(timezone=True), nullable=False, comment="holds from here up to the next one's"
        ),
        sa.Column("state", sa.String(10), nullable=False),
        key("proposed_by", "people.id"),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        key("decided_by", "people.id", nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(200), nullable=False),
        check(TABLE, "rate", "rate >= 0 AND rate < 1"),
        check(TABLE, "state", "state IN ('proposed','approved','rejected')"),
        check(
            TABLE,
            "decided",
            "(state = 'proposed') = (decided_by IS NULL) AND (decided_by IS NULL) = (decided_at IS NULL)",
        ),
        check(TABLE, "two_people", "decided_by <> proposed_by"),
        check(TABLE, "ahead", "state <> 'approved' OR from_at > decided_at"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{TABLE}")),
    )
    op.create_index(
        f"uq_{TABLE}_from",
        TABLE,
        ["category_id", "from_at"],
        unique=True,
        postgresql_where=sa.text("state <> 'rejected'"),
    )


def downgrade() -> None:
    op.drop_table(TABLE)
