"""Keep on how many days of its history a SKU was cheaper for a while, or pooled."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"


def upgrade() -> None:
    comment = "days cheaper for a while, or pooled"
    column = sa.Column("promoted_days", sa.Integer(), nullable=False, server_default=sa.text("0"), comment=comment)
    op.add_column("forecasts", column)


def downgrade() -> None:
    op.drop_column("forecasts", "promoted_days")
