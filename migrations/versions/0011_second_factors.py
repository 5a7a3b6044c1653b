"""Seal the secrets of code generators; keep recovery codes, and what was asked about lost generators."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

import sqlalchemy as sa
from alembic import op

from migrations import run_sql
from settings import Settings
from trade.parties.sealing import Seal

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.create_table(
        "recovery_codes",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("person_id", sa.UUID(), nullable=False),
        sa.Column("code_hash", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_recovery_codes_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_codes")),
        sa.UniqueConstraint("person_id", "code_hash", name=op.f("uq_recovery_codes_person_id_code_hash")),
    )
    op.create_table(
        "factor_resets",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("person_id", sa.UUID(), nullable=False),
        sa.Column("organisation_id", sa.UUID(), nullable=False, comment="whose member asked for whom"),
        sa.Column("needs_two", sa.Boolean(), nullable=False),
        sa.Column("asked_by", sa.UUID(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("agreed_by", sa.UUID(), nullable=True),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "asked_by <> person_id AND agreed_by <> person_id", name=op.f("ck_factor_resets_not_their_own")
        ),
        sa.CheckConstraint("agreed_by <> asked_by", name=op.f("ck_factor_resets_two_people")),
        sa.CheckConstraint(
            "done_at IS NULL OR NOT needs_two OR agreed_by IS NOT NULL",
            name=op.f("ck_factor_resets_agreed_before_done"),
        ),
        sa.ForeignKeyConstraint(["agreed_by"], ["people.id"], name=op.f("fk_factor_resets_agreed_by")),
        sa.ForeignKeyConstraint(["asked_by"], ["people.id"], name=op.f("fk_factor_resets_asked_by")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_factor_resets_organisation_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_factor_resets_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_factor_resets")),
    )
    op.create_index(
        "uq_factor_resets_open",
        "factor_resets",
        ["person_id"],
        unique=True,
        postgresql_where=sa.text("done_at IS NULL"),
    )
    op.alter_column(
        "credentials",
        "totp_secret",
        comment="sealed under a key of the application's",
        existing_type=sa.String(length=200),
        existing_nullable=True,
    )
    _rewrite(lambda seal, secret, owner: seal.close(secret, owner))
    run_sql(op.get_bind(), "second_factors")


def downgrade() -> None:
    op.drop_table("factor_resets")
    op.drop_table("recovery_codes")
    op.execute("DROP FUNCTION parties_is_staff")
    op.alter_column(
        "credentials",
        "totp_secret",
        comment=None,
        existing_comment="sealed under a key of the application's",
        existing_type=sa.String(length=200),
        existing_nullable=True,
    )
    _rewrite(lambda seal, secret, owner: seal.open(secret, owner))


def _rewrite(turn: Callable[[Seal, str, UUID], str]) -> None:
    """Turn every generator's secret; the application's key is read only where there is one to turn."""
    bind = op.get_bind()
    rows = bind.execute(
        sa.text("SELECT person_id, totp_secret FROM credentials WHERE totp_secret IS NOT NULL ORDER BY person_id")
    ).all()
    if not rows:
        return
    seal = Seal(Settings.from_environment().secrets)
    statement = sa.text("UPDATE credentials SET totp_secret = :secret WHERE person_id = :person")
    bind.execute(statement, [{"secret": turn(seal, secret, owner), "person": owner} for owner, secret in rows])
