"""Let an index stream goods by what they cost whom."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from migrations import run_sql

revision = "0042"
down_revision = "0041"

ANEW = "UPDATE ladders SET sku_id = sku_id"


def upgrade() -> None:
    op.add_column("ladders", sa.Column("audience_key", sa.String(length=100), nullable=True))
    op.add_column("ladders", sa.Column("currency", sa.String(length=3), nullable=True))
    op.add_column("ladders", sa.Column("least_price", sa.BigInteger(), nullable=True))
    run_sql(op.get_bind(), "ladder_places")
    op.execute(ANEW)
    for column in ("audience_key", "currency", "least_price"):
        op.alter_column("ladders", column, nullable=False)
    op.create_index(
        "ix_ladders_place",
        "ladders",
        ["audience_key", "currency", "least_price", "sku_id"],
        postgresql_where=sa.text("withdrawn_at IS NULL"),
    )


def downgrade() -> None:
    op.execute("DROP TRIGGER stands ON skus")
    op.execute("DROP TRIGGER stands ON ladders")
    for function in ("ladder_replace()", "ladder_place()", "ladder_least(integer[], numeric[], integer)"):
        op.execute(f"DROP FUNCTION {function}")
    op.drop_index("ix_ladders_place", table_name="ladders")
    for column in ("least_price", "currency", "audience_key"):
        op.drop_column("ladders", column)
