"""Let sellers' bank accounts cool off, payouts be decided in batches, and leave for the bank in files, once."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from migrations.columns import instant

revision = "0027"
down_revision = "0026"

PLATFORMS = "(SELECT pinhuo_sees_all())"
OWN = "organisation_id = (SELECT pinhuo_organisation())"
STATES = "state IN ('prepared','sent','booked','rejected'"


def upgrade() -> None:
    _payees()
    _limits()
    _batches()
    _files()
    _payouts()
    _protect("payee_accounts", f"{OWN} OR {PLATFORMS}", f"{OWN} OR (SELECT pinhuo_is_system())")
    for table in ("payout_limits", "payout_batches", "bank_files"):
        _protect(table, PLATFORMS, PLATFORMS)
    op.execute("INSERT INTO ledger_chart VALUES ('bank_fees', 'debit', false, false) ON CONFLICT DO NOTHING")


def downgrade() -> None:
    op.execute("DELETE FROM ledger_chart WHERE kind = 'bank_fees'")
    op.execute(
        "INSERT INTO bank_accounts (organisation_id, account) SELECT DISTINCT ON (organisation_id) organisation_id, number"
        " FROM payee_accounts WHERE withdrawn_at IS NULL ORDER BY organisation_id, effective_at DESC"
        " ON CONFLICT (organisation_id) DO NOTHING"
    )
    for name in ("charge", "came_back", "state"):
        op.drop_constraint(op.f(f"ck_payouts_{name}"), "payouts", type_="check")
    op.execute("UPDATE payouts SET state = 'rejected' WHERE state IN ('refused', 'returned')")
    op.create_check_constraint(op.f("ck_payouts_state"), "payouts", f"{STATES})")
    for name in ("ix_payouts_to_file", "ix_payouts_batch_id", "ix_payouts_file_id"):
        op.drop_index(name, "payouts")
    for name in ("payee_account_id", "batch_id", "file_id", "left_at", "returned_at", "return_code", "charge_minor", "said_minor"):  # fmt: skip
        op.drop_column("payouts", name)
    for table in ("bank_files", "payout_batches", "payout_limits", "payee_accounts"):
        op.drop_table(table)


def _protect(table: str, reads: str, writes: str) -> None:
    op.execute(sa.select(sa.func.pinhuo_protect(sa.literal_column(f"'{table}'"), reads, writes)))


def _payees() -> None:
    op.create_table(
        "payee_accounts",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("organisation_id", sa.UUID(), nullable=False),
        sa.Column("kind", sa.String(8), nullable=False),
        sa.Column("holder", sa.String(140), nullable=False, comment="in whose name the bank keeps it"),
        sa.Column("number", sa.String(34), nullable=False, comment="IBAN or account number, without spaces"),
        sa.Column("bank_name", sa.String(80), nullable=False),
        sa.Column("bank_code", sa.String(12), nullable=False, comment="BIC, or the CNAPS code of a Chinese branch"),
        sa.Column("asked_by", sa.UUID(), nullable=True),
        instant("asked_at"),
        instant("effective_at", comment="from when payouts may go there"),
        sa.Column("withdrawn_by", sa.UUID(), nullable=True),
        instant("withdrawn_at", nullable=True),
        sa.CheckConstraint("kind IN ('iban','cnaps','local')", name=op.f("ck_payee_accounts_kind")),
        sa.CheckConstraint("effective_at >= asked_at", name=op.f("ck_payee_accounts_cools_off")),
        sa.CheckConstraint(
            "withdrawn_at IS NOT NULL OR withdrawn_by IS NULL", name=op.f("ck_payee_accounts_withdrawn")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_payee_accounts_organisation_id")
        ),
        sa.ForeignKeyConstraint(["asked_by"], ["people.id"], name=op.f("fk_payee_accounts_asked_by")),
        sa.ForeignKeyConstraint(["withdrawn_by"], ["people.id"], name=op.f("fk_payee_accounts_withdrawn_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payee_accounts")),
    )
    op.create_index("ix_payee_accounts_in_force", "payee_accounts", ["organisation_id", "effective_at"])
    # What sellers had named before is in force since they joined; the platform's own account stays where it is.
    op.execute(
        "INSERT INTO payee_accounts (id, organisation_id, kind, holder, number, bank_name, bank_code, asked_at, effective_at)"
        " SELECT gen_random_uuid(), o.id, 'local', left(o.legal_name, 140),"
        "        left(upper(regexp_replace(b.account, '[^A-Za-z0-9]', '', 'g')), 34), '', '', o.created_at, o.created_at"
        "   FROM bank_accounts b JOIN organisations o ON o.id = b.organisation_id WHERE o.kind <> 'platform'"
    )
    op.execute(
        "DELETE FROM bank_accounts b USING organisations o WHERE o.id = b.organisation_id AND o.kind <> 'platform'"
    )


def _limits() -> None:
    op.create_table(
        "payout_limits",
        sa.Column("currency", sa.String(3), nullable=False),
        sa.Column("each_minor", sa.BigInteger(), nullable=True, comment="most of one payout; none is no limit"),
        sa.Column(
            "alone_minor", sa.BigInteger(), nullable=True, comment="most that a checker approves; above, an owner does"
        ),
        sa.Column("set_by", sa.UUID(), nullable=True),
        instant("set_at"),
        sa.CheckConstraint("each_minor > 0 AND alone_minor >= 0", name=op.f("ck_payout_limits_sound")),
        sa.ForeignKeyConstraint(["set_by"], ["people.id"], name=op.f("fk_payout_limits_set_by")),
        sa.PrimaryKeyConstraint("currency", name=op.f("pk_payout_limits")),
    )


def _batches() -> None:
    op.create_table(
        "payout_batches",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("reference", sa.String(12), nullable=False),
        sa.Column("currency", sa.String(3), nullable=False),
        sa.Column("minimum_minor", sa.BigInteger(), nullable=False, comment="what at least had to be payable"),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("prepared_by", sa.UUID(), nullable=False),
        instant("prepared_at"),
        sa.Column("decided_by", sa.UUID(), nullable=True),
        instant("decided_at", nullable=True),
        sa.Column("reason", sa.String(200), nullable=False),
        sa.CheckConstraint("decided_by IS DISTINCT FROM prepared_by", name=op.f("ck_payout_batches_two_people")),
        sa.CheckConstraint("state IN ('prepared','approved','rejected')", name=op.f("ck_payout_batches_state")),
        sa.CheckConstraint("(state = 'prepared') = (decided_by IS NULL)", name=op.f("ck_payout_batches_decided")),
        sa.ForeignKeyConstraint(["prepared_by"], ["people.id"], name=op.f("fk_payout_batches_prepared_by")),
        sa.ForeignKeyConstraint(["decided_by"], ["people.id"], name=op.f("fk_payout_batches_decided_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payout_batches")),
        sa.UniqueConstraint("reference", name=op.f("uq_payout_batches_reference")),
    )


def _files() -> None:
    op.create_table(
        "bank_files",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("reference", sa.String(12), nullable=False, comment="the message's own id at the bank"),
        sa.Column("currency", sa.String(3), nullable=False),
        sa.Column("payments", sa.Integer(), nullable=False),
        sa.Column("total_minor", sa.BigInteger(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        instant("made_at"),
        instant("tried_at", nullable=True),
        instant("delivered_at", nullable=True),
        sa.Column("answer", sa.String(200), nullable=False, comment="what the bank said last"),
        sa.CheckConstraint("state IN ('intended','delivered','refused')", name=op.f("ck_bank_files_state")),
        sa.CheckConstraint("(state = 'delivered') = (delivered_at IS NOT NULL)", name=op.f("ck_bank_files_delivered")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_files")),
        sa.UniqueConstraint("reference", name=op.f("uq_bank_files_reference")),
    )
    op.create_index("ix_bank_files_intended", "bank_files", ["made_at"], postgresql_where=sa.text("state = 'intended'"))


def _payouts() -> None:
    added = (
        sa.Column("batch_id", sa.UUID(), nullable=True),
        sa.Column("payee_account_id", sa.UUID(), nullable=True),
        sa.Column("file_id", sa.UUID(), nullable=True),
        instant("left_at", nullable=True, comment="when the bank had it"),
        instant("returned_at", nullable=True),
        sa.Column(
            "return_code",
            sa.String(8),
            server_default="",
            nullable=False,
            comment="the bank's reason, an ISO 20022 code",
        ),
        sa.Column(
            "charge_minor",
            sa.BigInteger(),
            server_default="0",
            nullable=False,
            comment="what the bank kept of what it returned",
        ),
        sa.Column("said_minor", sa.BigInteger(), nullable=True, comment="another amount of which the bank spoke"),
    )
    for column in added:
        op.add_column("payouts", column)
    for name in ("return_code", "charge_minor"):
        op.alter_column("payouts", name, server_default=None)
    for name, table in (
        ("batch_id", "payout_batches"),
        ("payee_account_id", "payee_accounts"),
        ("file_id", "bank_files"),
    ):
        op.create_foreign_key(op.f(f"fk_payouts_{name}"), "payouts", table, [name], ["id"])
    op.drop_constraint(op.f("ck_payouts_state"), "payouts", type_="check")
    op.create_check_constraint(op.f("ck_payouts_state"), "payouts", f"{STATES},'refused','returned')")
    came_back = "(state IN ('refused','returned')) = (returned_at IS NOT NULL)"
    op.create_check_constraint(op.f("ck_payouts_came_back"), "payouts", came_back)
    op.create_check_constraint(op.f("ck_payouts_charge"), "payouts", "charge_minor BETWEEN 0 AND amount_minor")
    waits = sa.text("state = 'sent' AND file_id IS NULL AND left_at IS NULL")
    op.create_index("ix_payouts_to_file", "payouts", ["decided_at"], postgresql_where=waits)
    op.create_index("ix_payouts_batch_id", "payouts", ["batch_id"])
    op.create_index("ix_payouts_file_id", "payouts", ["file_id"])
    # What was sent before files were kept has left by hand: no file is made of it.
    op.execute("UPDATE payouts SET left_at = decided_at WHERE state IN ('sent', 'booked')")
