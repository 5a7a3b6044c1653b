"""Let photos and papers belong to claims and to what is said about them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from migrations.columns import key, refers

revision = "0047"
down_revision = "0046"

PARTIES = (
    "buyer_id = (SELECT pinhuo_organisation()) OR seller_id = (SELECT pinhuo_organisation())"
    " OR (SELECT pinhuo_sees_all())"
)


def upgrade() -> None:
    op.create_table(
        "claim_files",
        key("file_id"),
        key("claim_id"),
        key("message_id", nullable=True, comment="with which it was sent; none for those of the claim itself"),
        key("buyer_id"),
        key("seller_id"),
        refers("claim_files", "file_id", "files.id"),
        refers("claim_files", "claim_id", "claims.id"),
        refers("claim_files", "message_id", "claim_messages.id"),
        sa.PrimaryKeyConstraint("file_id", name=op.f("pk_claim_files")),
    )
    op.create_index("ix_claim_files_claim", "claim_files", ["claim_id"])
    op.execute(f"SELECT pinhuo_protect('claim_files', '{PARTIES}', '{PARTIES}')")
    op.execute("SELECT pinhuo_append_only('claim_files')")


def downgrade() -> None:
    op.drop_table("claim_files")
