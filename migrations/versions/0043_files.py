"""Keep what is known of uploaded files."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations.columns import check, instant, key, number, refers, word

revision = "0043"
down_revision = "0042"

OWN = "owner_id = (SELECT pinhuo_organisation()) OR (SELECT pinhuo_is_system())"
READS = (
    "owner_id = (SELECT pinhuo_organisation()) OR readers @> ARRAY[(SELECT pinhuo_organisation())]"
    " OR (SELECT pinhuo_sees_all())"
)


def upgrade() -> None:
    op.create_table(
        "files",
        key("id"),
        key("owner_id"),
        word("kind", 10),
        word("media_type", 40),
        word("title", 120, "what its sender called it; shown, never a path"),
        number("size", "bytes"),
        sa.Column("sha256", sa.LargeBinary(), nullable=False, comment="of what is kept"),
        sa.Column("dhash", sa.BigInteger(), nullable=True, comment="perceptual hash, signed"),
        word("name", 40, "where it lies in the store"),
        sa.Column("readers", postgresql.ARRAY(sa.UUID()), nullable=False, comment="organisations that see it too"),
        key("created_by", nullable=True),
        instant("created_at"),
        instant("attached_at", nullable=True),
        check("files", "kind", "kind IN ('photo', 'document')"),
        check("files", "size", "size > 0"),
        check("files", "sha256", "octet_length(sha256) = 32"),
        check("files", "photos_have_hashes", "(kind = 'photo') = (dhash IS NOT NULL)"),
        refers("files", "owner_id", "organisations.id"),
        refers("files", "created_by", "people.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_files")),
    )
    op.create_index("uq_files_name", "files", ["name"], unique=True)
    op.create_index("ix_files_owner", "files", ["owner_id", "created_at"])
    op.create_index("ix_files_readers", "files", ["readers"], postgresql_using="gin")
    op.create_index("ix_files_sha256", "files", ["sha256"])
    op.create_index("ix_files_unattached", "files", ["created_at"], postgresql_where=sa.text("attached_at IS NULL"))
    op.execute(f"SELECT pinhuo_protect('files', '{READS}', '{OWN}')")


def downgrade() -> None:
    op.drop_table("files")
