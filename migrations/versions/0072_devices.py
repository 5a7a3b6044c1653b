"""Let a claim's doubts know buyers that sign in from the same device."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from migrations import run_sql

revision = "0072"
down_revision = "0071"


def upgrade() -> None:
    known = sa.Column(
        "device_hash", sa.LargeBinary, comment="of the browser's own number; empty: unknown, or forgotten after a while"
    )
    op.add_column("sign_ins", known)
    known_ones = sa.text("device_hash IS NOT NULL")
    op.create_index("ix_sign_ins_device_hash", "sign_ins", ["device_hash"], postgresql_where=known_ones)
    run_sql(op.get_bind(), "claims_devices")


def downgrade() -> None:
    op.execute("DROP FUNCTION claims_of_devices")
    op.drop_index("ix_sign_ins_device_hash", "sign_ins")
    op.drop_column("sign_ins", "device_hash")
