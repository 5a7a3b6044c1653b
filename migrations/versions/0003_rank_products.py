"""List products by rank straight from an index, whatever the category."""

from __future__ import annotations

from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_index("ix_products_ranking", "products", ["state", "rank", "id"])


def downgrade() -> None:
    op.drop_index("ix_products_ranking", table_name="products")
