"""Let organisations pay later: credit lines, what is owed on them, and orders that say what paid them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from migrations import run_sql
from migrations.columns import check, day, instant, key, minor, number, refers, word

revision = "0024"
down_revision = "0023"


def upgrade() -> None:
    _lines()
    _invoices()
    _instalments()
    _movements()
    for table in ("orders", "purchase_requests"):
        op.add_column(table, sa.Column("means", sa.String(8), nullable=False, server_default="wallet"))
        op.create_check_constraint(op.f(f"ck_{table}_means"), table, "means IN ('wallet','credit')")
    run_sql(op.get_bind(), "credit")


def _lines() -> None:
    op.create_table(
        "credit_lines",
        key("id"),
        key("organisation_id"),
        word("currency", 3),
        minor("limit_minor"),
        minor("used_minor", "what is open of its invoices"),
        minor("reserved_minor", "what is promised to pools and the like"),
        number("term_days"),
        word("term_kind", 12),
        word("state", 10),
        day("expires_on", comment="the last day on which it pays, where its owner is"),
        day("review_on", comment="when somebody looks at it again"),
        key("suspended_by", nullable=True),
        word("reason", 200, "of the suspension"),
        instant("opened_at"),
        instant("changed_at", comment="when its terms changed, not its use"),
        check("credit_lines", "not_negative", "limit_minor >= 0 AND used_minor >= 0 AND reserved_minor >= 0"),
        check("credit_lines", "terms", "term_days IN (30, 60, 90) AND term_kind IN ('net','end_of_month')"),
        check("credit_lines", "state", "state IN ('active','suspended','expired')"),
        check("credit_lines", "suspended", "(state = 'suspended') = (suspended_by IS NOT NULL)"),
        check("credit_lines", "reviewed", "review_on <= expires_on"),
        refers("credit_lines", "organisation_id", "organisations.id"),
        refers("credit_lines", "suspended_by", "people.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_credit_lines")),
        sa.UniqueConstraint("organisation_id", "currency", name=op.f("uq_credit_lines_organisation_id_currency")),
    )
    op.create_index("ix_credit_lines_expiring", "credit_lines", ["expires_on"])


def _invoices() -> None:
    op.create_table(
        "credit_invoices",
        key("id"),
        word("reference", 12),
        key("organisation_id"),
        word("currency", 3),
        key("seller_id"),
        key("order_id"),
        word("order_reference", 12),
        day("issued_on", comment="where its owner is"),
        number("term_days"),
        word("term_kind", 12),
        minor("amount_minor"),
        minor("repaid_minor"),
        minor("credited_minor", "cancelled, short or refunded"),
        minor("written_off_minor"),
        minor("open_minor"),
        instant("issued_at"),
        instant("closed_at", nullable=True),
        check(
            "credit_invoices",
            "adds_up",
            "amount_minor > 0 AND repaid_minor >= 0 AND credited_minor >= 0 AND written_off_minor >= 0"
            " AND open_minor >= 0"
            " AND open_minor = amount_minor - repaid_minor - credited_minor - written_off_minor",
        ),
        check("credit_invoices", "closed", "(open_minor = 0) = (closed_at IS NOT NULL)"),
        refers("credit_invoices", "organisation_id", "organisations.id"),
        refers("credit_invoices", "seller_id", "organisations.id"),
        sa.ForeignKeyConstraint(
            ["organisation_id", "currency"],
            ["credit_lines.organisation_id", "credit_lines.currency"],
            name=op.f("fk_credit_invoices_organisation_id_currency"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_credit_invoices")),
        sa.UniqueConstraint("reference", name=op.f("uq_credit_invoices_reference")),
        sa.UniqueConstraint("order_id", name=op.f("uq_credit_invoices_order_id")),
    )
    op.create_index("ix_credit_invoices_owner", "credit_invoices", ["organisation_id", "currency", "issued_at"])
    still_open = sa.text("open_minor > 0")
    op.create_index(
        "ix_credit_invoices_open", "credit_invoices", ["organisation_id", "currency"], postgresql_where=still_open
    )


def _instalments() -> None:
    op.create_table(
        "credit_instalments",
        key("invoice_id"),
        number("position"),
        key("organisation_id"),
        word("currency", 3),
        day("due_on"),
        minor("amount_minor"),
        minor("open_minor"),
        day("charged_through", nullable=True, comment="late fees are charged up to this day"),
        number("reminded", "how many steps of reminding it has been through"),
        check("credit_instalments", "within", "amount_minor > 0 AND open_minor BETWEEN 0 AND amount_minor"),
        refers("credit_instalments", "invoice_id", "credit_invoices.id"),
        sa.PrimaryKeyConstraint("invoice_id", "position", name=op.f("pk_credit_instalments")),
    )
    op.create_index(
        "ix_credit_instalments_due",
        "credit_instalments",
        ["organisation_id", "currency", "due_on"],
        postgresql_where=sa.text("open_minor > 0"),
    )


def _movements() -> None:
    op.create_table(
        "credit_movements",
        sa.Column("number", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        key("organisation_id"),
        word("currency", 3),
        instant("at"),
        word("kind", 12),
        key("invoice_id"),
        minor("amount_minor"),
        word("source_key", 120, "the entry in the books"),
        check(
            "credit_movements",
            "direction",
            "amount_minor <> 0 AND (amount_minor > 0) = (kind IN ('invoiced','fee_charged'))",
        ),
        check(
            "credit_movements",
            "kind",
            "kind IN ('invoiced','repaid','credited','written_off','fee_charged','fee_paid','fee_waived')",
        ),
        refers("credit_movements", "organisation_id", "organisations.id"),
        refers("credit_movements", "invoice_id", "credit_invoices.id"),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_credit_movements")),
    )
    op.create_index("ix_credit_movements_owner", "credit_movements", ["organisation_id", "currency", "at"])
    op.create_index("ix_credit_movements_invoice", "credit_movements", ["invoice_id"])


def downgrade() -> None:
    op.execute("DROP FUNCTION credit_use, credit_take_off")
    for table in ("credit_movements", "credit_instalments", "credit_invoices", "credit_lines"):
        op.drop_table(table)
    op.execute("DROP FUNCTION credit_check_use")
    for table in ("purchase_requests", "orders"):
        op.drop_column(table, "means")
    op.execute(
        "DELETE FROM ledger_chart WHERE kind IN ('credit_receivable', 'fee_receivable', 'late_fees', 'bad_debt')"
    )
