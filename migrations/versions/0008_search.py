"""Find SKUs by tokens of their names, readings and codes, and know the words of names."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.create_index("ix_skus_folded_code", "skus", [sa.literal_column("lower(code) text_pattern_ops")])
    op.create_table(
        "sku_tokens",
        sa.Column("sku_id", sa.UUID(), nullable=False),
        sa.Column("seller_id", sa.UUID(), nullable=False),
        sa.Column("tokens", postgresql.TSVECTOR(), nullable=False),
        sa.ForeignKeyConstraint(["seller_id"], ["organisations.id"], name=op.f("fk_sku_tokens_seller_id")),
        sa.ForeignKeyConstraint(["sku_id"], ["skus.id"], name=op.f("fk_sku_tokens_sku_id")),
        sa.PrimaryKeyConstraint("sku_id", name=op.f("pk_sku_tokens")),
    )
    op.create_index("ix_sku_tokens_tokens", "sku_tokens", ["tokens"], postgresql_using="gin")
    op.execute(
        "SELECT pinhuo_protect('sku_tokens', 'true',"
        " 'seller_id = (SELECT pinhuo_organisation()) OR (SELECT pinhuo_sees_all())')"
    )
    op.create_table(
        "search_words",
        sa.Column("word", sa.String(length=24), nullable=False),
        sa.PrimaryKeyConstraint("word", name=op.f("pk_search_words")),
    )
    op.create_index(
        "ix_search_words_word",
        "search_words",
        ["word"],
        postgresql_using="gin",
        postgresql_ops={"word": "gin_trgm_ops"},
    )


def downgrade() -> None:
    op.drop_table("search_words")
    op.drop_table("sku_tokens")
    op.drop_index("ix_skus_folded_code", table_name="skus")
