"""Let the platform credit commission that it gives back."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from migrations import run_sql

revision = "0046"
down_revision = "0045"


def upgrade() -> None:
    op.add_column("papers", sa.Column("item_id", sa.UUID(), comment="correction of a commission that it says"))
    op.create_foreign_key(op.f("fk_papers_item_id"), "papers", "statement_items", ["item_id"], ["id"])
    op.create_check_constraint(
        op.f("ck_papers_correction"),
        "papers",
        "item_id IS NULL OR (kind = 'credit_note' AND statement_id IS NOT NULL)",
    )
    op.create_index(
        "uq_papers_item", "papers", ["item_id"], unique=True, postgresql_where=sa.text("item_id IS NOT NULL")
    )
    run_sql(op.get_bind(), "papers_corrections")


def downgrade() -> None:
    run_sql(op.get_bind(), "papers_before_corrections")
    op.drop_index("uq_papers_item", "papers")
    op.drop_constraint(op.f("ck_papers_correction"), "papers")
    op.drop_constraint(op.f("fk_papers_item_id"), "papers")
    op.drop_column("papers", "item_id")
