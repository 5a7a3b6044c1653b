"""Let a claim's doubts know organisations that share a phone number or a person, not only an address."""

from __future__ import annotations

from alembic import op

from migrations import run_sql

revision = "0051"
down_revision = "0050"


def upgrade() -> None:
    run_sql(op.get_bind(), "claims_neighbours")


def downgrade() -> None:
    run_sql(op.get_bind(), "claims_neighbours_before")
