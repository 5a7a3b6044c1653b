"""Keep how large the squared errors of forecasts were, beside those of forecasting nothing."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"


def upgrade() -> None:
    comment = "squared errors relative to those of forecasting nothing"
    op.add_column("forecast_scores", sa.Column("rse", sa.Numeric(12, 4), nullable=True, comment=comment))


def downgrade() -> None:
    op.drop_column("forecast_scores", "rse")
