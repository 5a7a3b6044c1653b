"""Mark settled orders, so that a settlement looks at new ones alone."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.add_column(
        "orders",
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True, comment="when a statement took its lines"),
    )
    op.create_index(
        "ix_orders_unsettled",
        "orders",
        ["seller_id", "currency", "completed_at"],
        postgresql_where=sa.text("state = 'completed' AND settled_at IS NULL"),
    )


def downgrade() -> None:
    op.drop_index("ix_orders_unsettled", table_name="orders")
    op.drop_column("orders", "settled_at")
