"""Keep pictures of products; a product knows its first one."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    op.add_column(
        "products",
        sa.Column("picture", sa.String(24), server_default="", nullable=False, comment="name of its first picture"),
    )
    op.create_table(
        "pictures",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("product_id", sa.UUID(), nullable=False),
        sa.Column("seller_id", sa.UUID(), nullable=False),
        sa.Column("name", sa.String(length=24), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("width > 0 AND height > 0", name=op.f("ck_pictures_size")),
        sa.ForeignKeyConstraint(["product_id"], ["products.id"], name=op.f("fk_pictures_product_id")),
        sa.ForeignKeyConstraint(["seller_id"], ["organisations.id"], name=op.f("fk_pictures_seller_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pictures")),
        sa.UniqueConstraint("name", name=op.f("uq_pictures_name")),
    )
    op.create_index("ix_pictures_product_id", "pictures", ["product_id", "position"])
    op.execute(
        "SELECT pinhuo_protect('pictures', 'true',"
        " 'seller_id = (SELECT pinhuo_organisation()) OR (SELECT pinhuo_sees_all())')"
    )


def downgrade() -> None:
    op.drop_table("pictures")
    op.drop_column("products", "picture")
