"""Walk everybody's papers in the order in which they were issued."""

from __future__ import annotations

from alembic import op

revision = "0082"
down_revision = "0081"


def upgrade() -> None:
    op.create_index("ix_papers_issued", "papers", ["issued_at", "id"])


def downgrade() -> None:
    op.drop_index("ix_papers_issued", "papers")
