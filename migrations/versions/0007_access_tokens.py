"""Let programs act for an organisation: tokens, of which only hashes are kept."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0007"
down_revision = "0006"

OWN = "organisation_id = (SELECT pinhuo_organisation()) OR (SELECT pinhuo_sees_all())"


def upgrade() -> None:
    op.create_table(
        "access_tokens",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("organisation_id", sa.UUID(), nullable=False),
        sa.Column("name", sa.String(80), nullable=False, comment="which program holds it"),
        sa.Column("hint", sa.String(8), nullable=False, comment="its last characters, to tell it from others"),
        sa.Column("scopes", postgresql.ARRAY(sa.String(20)), nullable=False),
        sa.Column("made_by", sa.UUID(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=True, comment="to within some minutes"),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_access_tokens_organisation_id")
        ),
        sa.ForeignKeyConstraint(["made_by"], ["people.id"], name=op.f("fk_access_tokens_made_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access_tokens")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_access_tokens_token_hash")),
    )
    op.create_index(op.f("ix_access_tokens_organisation_id"), "access_tokens", ["organisation_id"])
    op.execute(f"SELECT pinhuo_protect('access_tokens', '{OWN}', '{OWN}')")


def downgrade() -> None:
    op.drop_table("access_tokens")
