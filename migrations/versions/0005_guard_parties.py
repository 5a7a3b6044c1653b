"""Put people and organisations behind row-level security, what is secret of them into tables of its own."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from migrations import run_sql

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_table(
        "credentials",
        sa.Column("person_id", sa.UUID(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=False, comment="argon2id; empty: cannot sign in"),
        sa.Column("totp_secret", sa.String(length=200), nullable=True),
        sa.Column("totp_last_step", sa.Integer(), nullable=False, comment="a code counts once"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_credentials_person_id")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_credentials")),
    )
    op.create_table(
        "bank_accounts",
        sa.Column("organisation_id", sa.UUID(), nullable=False),
        sa.Column("account", sa.String(length=60), nullable=False, comment="where it wants its money"),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_bank_accounts_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", name=op.f("pk_bank_accounts")),
    )
    op.execute(
        "INSERT INTO credentials (person_id, password_hash, totp_secret, totp_last_step)"
        " SELECT id, password_hash, totp_secret, totp_last_step FROM people"
    )
    op.execute(
        "INSERT INTO bank_accounts (organisation_id, account)"
        " SELECT id, bank_account FROM organisations WHERE bank_account <> ''"
    )
    for column in ("password_hash", "totp_secret", "totp_last_step"):
        op.drop_column("people", column)
    op.drop_column("organisations", "bank_account")
    run_sql(op.get_bind(), "parties")


def downgrade() -> None:
    run_sql(op.get_bind(), "remove_parties")
    op.add_column(
        "people",
        sa.Column(
            "password_hash", sa.Text(), server_default="", nullable=False, comment="argon2id; empty: cannot sign in"
        ),
    )
    op.add_column("people", sa.Column("totp_secret", sa.String(length=64), nullable=True))
    op.add_column(
        "people",
        sa.Column("totp_last_step", sa.Integer(), server_default="0", nullable=False, comment="a code counts once"),
    )
    op.add_column(
        "organisations",
        sa.Column("bank_account", sa.String(length=60), server_default="", nullable=False, comment="payee account"),
    )
    op.execute(
        "UPDATE people p SET password_hash = c.password_hash, totp_secret = c.totp_secret,"
        " totp_last_step = c.totp_last_step FROM credentials c WHERE c.person_id = p.id"
    )
    op.execute(
        "UPDATE organisations o SET bank_account = b.account FROM bank_accounts b WHERE b.organisation_id = o.id"
    )
    for table, column in (("people", "password_hash"), ("people", "totp_last_step"), ("organisations", "bank_account")):
        op.alter_column(table, column, server_default=None)
    op.drop_table("bank_accounts")
    op.drop_table("credentials")
