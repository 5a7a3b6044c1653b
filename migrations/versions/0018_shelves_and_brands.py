"""Sort lists by name and age, list a seller's goods from an index, and let sellers tell who they are.

The column ``search_text`` and its index go: searches read tokens. Sort keys are written by the index of searches
(``flask setup`` sees that they lack), since a database cannot spell Chinese.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"

KEYS = {"name_key": "where its name stands in a list", "name_zh_key": "the same for the Chinese name, by its sound"}
INDEXES = {
    "ix_products_of_seller": ["seller_id", "state", "rank", "id"],
    "ix_products_by_name": ["state", "name_key", "id"],
    "ix_products_by_name_zh": ["state", "name_zh_key", "id"],
    "ix_products_by_age": ["state", "created_at", "id"],
}


def upgrade() -> None:
    op.drop_index("ix_products_search", table_name="products")
    op.drop_column("products", "search_text")
    for name, comment in KEYS.items():
        kind = sa.String(120, collation="C")
        op.add_column("products", sa.Column(name, kind, server_default="~", nullable=False, comment=comment))
    op.create_check_constraint(op.f("ck_products_sorted"), "products", "name_key <> '' AND name_zh_key <> ''")
    for name, columns in INDEXES.items():
        op.create_index(name, "products", columns)
    op.create_table(
        "brands",
        sa.Column("seller_id", sa.UUID(), nullable=False),
        sa.Column("story", sa.Text(), server_default="", nullable=False),
        sa.Column("story_zh", sa.Text(), server_default="", nullable=False),
        sa.Column("picture", sa.String(24), server_default="", nullable=False, comment="name of its files"),
        sa.Column("width", sa.Integer(), server_default="0", nullable=False),
        sa.Column("height", sa.Integer(), server_default="0", nullable=False),
        sa.Column("version", sa.Integer(), server_default="0", nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "char_length(story) <= 4000 AND char_length(story_zh) <= 4000", name=op.f("ck_brands_length")
        ),
        sa.CheckConstraint("picture = '' OR width > 0 AND height > 0", name=op.f("ck_brands_size")),
        sa.ForeignKeyConstraint(["seller_id"], ["organisations.id"], name=op.f("fk_brands_seller_id")),
        sa.PrimaryKeyConstraint("seller_id", name=op.f("pk_brands")),
    )
    op.execute(
        "SELECT pinhuo_protect('brands', 'true',"
        " 'seller_id = (SELECT pinhuo_organisation()) OR (SELECT pinhuo_sees_all())')"
    )


def downgrade() -> None:
    op.drop_table("brands")
    for name in INDEXES:
        op.drop_index(name, table_name="products")
    op.drop_constraint(op.f("ck_products_sorted"), "products")
    for name in KEYS:
        op.drop_column("products", name)
    op.add_column(
        "products",
        sa.Column("search_text", sa.Text(), server_default="", nullable=False, comment="folded names and codes"),
    )
    op.execute("UPDATE products SET search_text = lower(code || ' ' || name || ' ' || name_zh)")
    op.alter_column("products", "search_text", server_default=None)
    op.create_index(
        "ix_products_search",
        "products",
        ["search_text"],
        postgresql_using="gin",
        postgresql_ops={"search_text": "gin_trgm_ops"},
    )
