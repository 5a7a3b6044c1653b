"""Count how often a cart was changed, so that an answer that comes late is known to be old."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0069"
down_revision = "0068"

COMMENT = "how often it was locked to be changed: which of two answers is the newer"


def upgrade() -> None:
    op.add_column("carts", sa.Column("changes", sa.Integer(), nullable=False, server_default="0", comment=COMMENT))


def downgrade() -> None:
    op.drop_column("carts", "changes")
