"""Decide on credit with two people, charge for being late, and give up what is never paid."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations import run_sql
from migrations.columns import check, day, instant, key, minor, number, prose, refers, word

revision = "0032"
down_revision = "0031"

STATE = "state IN ('waiting','approved','declined','withdrawn')"
DECIDED = "(state = 'waiting') = (decided_at IS NULL)"
TABLES = ("credit_applications", "credit_proposals", "credit_write_offs", "credit_fees")


def keys(table: str) -> tuple[sa.Constraint, ...]:
    return (
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("reference", name=op.f(f"uq_{table}_reference")),
        refers(table, "organisation_id", "organisations.id"),
        refers(table, "decided_by", "people.id"),
        check(table, "state", STATE),
        check(table, "decided", DECIDED),
    )


def decision() -> tuple[sa.Column[object], ...]:
    return key("decided_by", nullable=True), instant("decided_at", nullable=True), word("reason", 200)


def one_waiting(table: str, *columns: str) -> None:
    waiting = sa.text("state = 'waiting'")
    op.create_index(f"uq_{table}_waiting", table, list(columns), unique=True, postgresql_where=waiting)


def upgrade() -> None:
    _applications()
    _proposals()
    _write_offs()
    _fees()
    run_sql(op.get_bind(), "credit_cases")


def _applications() -> None:
    table = "credit_applications"
    op.create_table(
        table,
        key("id"),
        word("reference", 12),
        key("organisation_id"),
        word("currency", 3),
        minor("amount_minor"),
        number("term_days"),
        prose("note"),
        prose("documents", "licence numbers and the like, as references"),
        word("state", 10),
        key("asked_by"),
        instant("asked_at"),
        *decision(),
        check(table, "asked", "amount_minor > 0 AND term_days IN (30, 60, 90)"),
        refers(table, "asked_by", "people.id"),
        *keys(table),
    )
    one_waiting(table, "organisation_id", "currency")


def _proposals() -> None:
    table = "credit_proposals"
    op.create_table(
        table,
        key("id"),
        word("reference", 12),
        key("organisation_id"),
        key("application_id", nullable=True),
        word("currency", 3),
        minor("limit_minor"),
        number("term_days"),
        word("term_kind", 12),
        day("expires_on"),
        day("review_on"),
        prose("note"),
        sa.Column(
            "record", postgresql.JSONB(), nullable=False, comment="what was known of the organisation, as it was scored"
        ),
        number("points"),
        word("state", 10),
        sa.Column("content_hash", sa.LargeBinary(), nullable=False, comment="of all that an approver is shown"),
        sa.Column("makers", postgresql.ARRAY(sa.UUID()), nullable=False, comment="all who had a hand in it"),
        key("proposed_by"),
        instant("proposed_at"),
        *decision(),
        check(table, "two_people", "state NOT IN ('approved','declined') OR decided_by <> ALL (makers)"),
        check(table, "makers", "proposed_by = ANY (makers)"),
        check(table, "terms", "limit_minor >= 0 AND term_days IN (30, 60, 90) AND review_on <= expires_on"),
        refers(table, "application_id", "credit_applications.id"),
        refers(table, "proposed_by", "people.id"),
        *keys(table),
    )
    one_waiting(table, "organisation_id", "currency")


def _write_offs() -> None:
    table = "credit_write_offs"
    op.create_table(
        table,
        key("id"),
        word("reference", 12),
        key("invoice_id"),
        key("organisation_id"),
        word("currency", 3),
        minor("amount_minor"),
        word("note", 200),
        word("state", 10),
        key("proposed_by"),
        instant("proposed_at"),
        *decision(),
        check(table, "two_people", "state NOT IN ('approved','declined') OR decided_by <> proposed_by"),
        check(table, "positive", "amount_minor > 0"),
        refers(table, "invoice_id", "credit_invoices.id"),
        refers(table, "proposed_by", "people.id"),
        *keys(table),
    )
    one_waiting(table, "invoice_id")


def _fees() -> None:
    table = "credit_fees"
    op.create_table(
        table,
        key("id"),
        key("organisation_id"),
        word("currency", 3),
        key("invoice_id"),
        number("position", "of the instalment, as it was numbered then"),
        day("after"),
        day("through"),
        minor("owed_minor", "what was open, of which it is a share"),
        minor("amount_minor"),
        minor("open_minor"),
        instant("charged_at"),
        check(table, "within", "amount_minor > 0 AND open_minor BETWEEN 0 AND amount_minor"),
        check(table, "days", "after < through"),
        refers(table, "organisation_id", "organisations.id"),
        refers(table, "invoice_id", "credit_invoices.id"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("invoice_id", "position", "after", name=op.f(f"uq_{table}_invoice_id_position_after")),
    )
    still_open = sa.text("open_minor > 0")
    op.create_index("ix_credit_fees_open", table, ["organisation_id", "currency"], postgresql_where=still_open)


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
