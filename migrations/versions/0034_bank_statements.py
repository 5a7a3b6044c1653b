"""Take in the bank's statements line by line, and let transfers be split and taken back from whom they were given to."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations.columns import instant

revision = "0034"
down_revision = "0033"

PLATFORMS = "(SELECT pinhuo_sees_all())"


def upgrade() -> None:
    op.add_column(
        "receipts",
        sa.Column("times_unmatched", sa.Integer(), server_default="0", nullable=False, comment="how often it was taken back from an owner"),
    )  # fmt: skip
    op.alter_column("receipts", "times_unmatched", server_default=None)
    op.add_column("receipts", sa.Column("split_from", sa.UUID(), nullable=True))
    op.add_column("receipts", instant("split_at", nullable=True))
    op.create_foreign_key(op.f("fk_receipts_split_from"), "receipts", "receipts", ["split_from"], ["id"])
    op.create_index("ix_receipts_split_from", "receipts", ["split_from"])
    unowned = "split_at IS NULL OR matched_at IS NULL"
    op.create_check_constraint(op.f("ck_receipts_split_has_no_owner"), "receipts", unowned)
    _papers()
    _statements()
    _lines()
    for table in ("bank_papers", "bank_statements", "bank_lines"):
        op.execute(sa.select(sa.func.pinhuo_protect(sa.literal_column(f"'{table}'"), PLATFORMS, PLATFORMS)))


def downgrade() -> None:
    for table in ("bank_lines", "bank_statements", "bank_papers"):
        op.drop_table(table)
    op.drop_constraint(op.f("ck_receipts_split_has_no_owner"), "receipts", type_="check")
    op.drop_index("ix_receipts_split_from", "receipts")
    for name in ("split_at", "split_from", "times_unmatched"):
        op.drop_column("receipts", name)


def _papers() -> None:
    op.create_table(
        "bank_papers",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("file_hash", sa.LargeBinary(), nullable=False),
        sa.Column("reading", postgresql.JSONB(), nullable=False, comment="what it says, until it is taken in"),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("uploaded_by", sa.UUID(), nullable=True),
        instant("uploaded_at"),
        sa.CheckConstraint("state IN ('shown','taken','cancelled')", name=op.f("ck_bank_papers_state")),
        sa.ForeignKeyConstraint(["uploaded_by"], ["people.id"], name=op.f("fk_bank_papers_uploaded_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_papers")),
    )
    taken = sa.text("state = 'taken'")
    op.create_index("uq_bank_papers_taken", "bank_papers", ["file_hash"], unique=True, postgresql_where=taken)


def _statements() -> None:
    op.create_table(
        "bank_statements",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("paper_id", sa.UUID(), nullable=False),
        sa.Column("bank_id", sa.String(70), nullable=False),
        sa.Column("account", sa.String(40), nullable=False),
        sa.Column("currency", sa.String(3), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=False),
        sa.Column("opening_minor", sa.BigInteger(), nullable=False),
        sa.Column("closing_minor", sa.BigInteger(), nullable=False),
        sa.Column(
            "known_minor",
            sa.BigInteger(),
            nullable=False,
            comment="sum of its lines that stood on an earlier statement",
        ),
        sa.Column("known_lines", sa.Integer(), nullable=False),
        instant("taken_at"),
        sa.ForeignKeyConstraint(["paper_id"], ["bank_papers.id"], name=op.f("fk_bank_statements_paper_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_statements")),
    )
    op.create_index(op.f("ix_bank_statements_paper_id"), "bank_statements", ["paper_id"])
    key = ["account", "currency", "bank_id", "closed_on"]
    op.create_index("uq_bank_statements_bank_id", "bank_statements", key, unique=True)


def _lines() -> None:
    op.create_table(
        "bank_lines",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("statement_id", sa.UUID(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("fingerprint", sa.LargeBinary(), nullable=False),
        sa.Column("booked_on", sa.Date(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False, comment="positive where money came in"),
        sa.Column("currency", sa.String(3), nullable=False),
        sa.Column("reference", sa.String(80), nullable=False),
        sa.Column("bank_reference", sa.String(80), nullable=False),
        sa.Column("name", sa.String(140), nullable=False),
        sa.Column("words", sa.String(500), nullable=False),
        sa.Column("code", sa.String(8), nullable=False),
        sa.Column("is_return", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("deed", sa.String(8), nullable=False),
        sa.Column(
            "why",
            sa.String(16),
            nullable=False,
            comment="the reason for what it was booked as, or is thought to be",
        ),
        sa.Column("payout_id", sa.UUID(), nullable=True),
        sa.Column("receipt_id", sa.UUID(), nullable=True),
        sa.Column("decided_by", sa.UUID(), nullable=True),
        instant("decided_at", nullable=True),
        sa.Column("reason", sa.String(200), nullable=False),
        sa.CheckConstraint("amount_minor <> 0", name=op.f("ck_bank_lines_not_zero")),
        sa.CheckConstraint("state IN ('waiting','booked','aside')", name=op.f("ck_bank_lines_state")),
        sa.CheckConstraint("deed IN ('','payout','return','receipt','charge')", name=op.f("ck_bank_lines_deed")),
        sa.CheckConstraint("(state = 'booked') = (deed <> '')", name=op.f("ck_bank_lines_booked")),
        sa.ForeignKeyConstraint(["statement_id"], ["bank_statements.id"], name=op.f("fk_bank_lines_statement_id")),
        sa.ForeignKeyConstraint(["payout_id"], ["payouts.id"], name=op.f("fk_bank_lines_payout_id")),
        sa.ForeignKeyConstraint(["receipt_id"], ["receipts.id"], name=op.f("fk_bank_lines_receipt_id")),
        sa.ForeignKeyConstraint(["decided_by"], ["people.id"], name=op.f("fk_bank_lines_decided_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_lines")),
        sa.UniqueConstraint("fingerprint", name=op.f("uq_bank_lines_fingerprint")),
    )
    op.create_index("ix_bank_lines_statement", "bank_lines", ["statement_id", "position"])
    op.create_index(op.f("ix_bank_lines_payout_id"), "bank_lines", ["payout_id"])
    op.create_index(op.f("ix_bank_lines_receipt_id"), "bank_lines", ["receipt_id"])
    waits = sa.text("state = 'waiting'")
    op.create_index("ix_bank_lines_waiting", "bank_lines", ["booked_on"], postgresql_where=waits)
