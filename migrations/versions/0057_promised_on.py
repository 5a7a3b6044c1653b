"""Freeze on each order for which day it was promised."""

from __future__ import annotations

from alembic import op

from migrations.columns import day

revision = "0057"
down_revision = "0056"

# Orders until now were promised for the days that their sellers state now.
PROMISED = """
UPDATE orders o SET promised_on =
       coalesce(o.requested_on, (o.placed_at AT TIME ZONE o.time_zone)::date + greatest(s.lead_days, 3))
  FROM organisations s WHERE s.id = o.seller_id
"""


def upgrade() -> None:
    op.add_column("orders", day("promised_on", nullable=True, comment="when it was to be there, frozen"))
    op.execute(PROMISED)
    op.alter_column("orders", "promised_on", nullable=False)


def downgrade() -> None:
    op.drop_column("orders", "promised_on")
