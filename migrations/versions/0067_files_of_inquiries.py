"""Let a message of an inquiry bring a file along: a logo, a drawing, a proof of the print."""

from __future__ import annotations

from alembic import op

from migrations.columns import key

revision = "0067"
down_revision = "0066"

TABLE = "inquiry_messages"


def upgrade() -> None:
    op.add_column(TABLE, key("file_id", nullable=True, comment="a logo, a drawing, a proof of the print"))
    op.create_foreign_key(op.f("fk_inquiry_messages_file_id"), TABLE, "files", ["file_id"], ["id"])
    op.create_check_constraint(op.f("ck_inquiry_messages_says"), TABLE, "text <> '' OR file_id IS NOT NULL")


def downgrade() -> None:
    # What was sent without a word says at least that it was there.
    op.execute("UPDATE inquiry_messages SET text = '–' WHERE text = ''")
    op.drop_constraint(op.f("ck_inquiry_messages_says"), TABLE)
    op.drop_constraint(op.f("fk_inquiry_messages_file_id"), TABLE)
    op.drop_column(TABLE, "file_id")
