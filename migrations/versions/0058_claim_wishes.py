"""Let a buyer say what it would like to come of a claim."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0058"
down_revision = "0057"


def upgrade() -> None:
    op.add_column(
        "claims",
        sa.Column(
            "wish",
            sa.String(11),
            nullable=False,
            server_default="money",
            comment="what the buyer would like to come of it",
        ),
    )
    op.create_check_constraint(op.f("ck_claims_wish"), "claims", "wish IN ('money','replacement','return')")


def downgrade() -> None:
    op.drop_column("claims", "wish")
