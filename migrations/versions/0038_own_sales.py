"""Keep what shops say they sold over their own counters."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"

OWN = "shop_id = (SELECT pinhuo_organisation()) OR (SELECT pinhuo_is_system())"


def upgrade() -> None:
    op.create_table(
        "own_sales",
        sa.Column("shop_id", sa.UUID(), nullable=False),
        sa.Column("sku_id", sa.UUID(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("quantity BETWEEN 0 AND 1000000", name=op.f("ck_own_sales_quantity")),
        sa.ForeignKeyConstraint(["shop_id"], ["organisations.id"], name=op.f("fk_own_sales_shop_id")),
        sa.ForeignKeyConstraint(["sku_id"], ["skus.id"], name=op.f("fk_own_sales_sku_id")),
        sa.PrimaryKeyConstraint("shop_id", "sku_id", "day", name=op.f("pk_own_sales")),
    )
    op.create_index("ix_own_sales_sku", "own_sales", ["sku_id"])
    op.execute(f"SELECT pinhuo_protect('own_sales', '{OWN}', '{OWN}')")


def downgrade() -> None:
    op.drop_table("own_sales")
