"""Keep who organisations are to the tax office, and the invoices and credit notes that say so."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations import run_sql
from migrations.columns import check, instant, key, refers, word

revision = "0031"
down_revision = "0030"

TABLES = ("tax_identities", "paper_series", "papers", "paper_lines")


def amounts() -> list[sa.Column[object]]:
    return [sa.Column(f"{name}_minor", sa.BigInteger(), nullable=False) for name in ("net", "tax", "gross")]


ADDS_UP = "gross_minor = net_minor + tax_minor AND net_minor >= 0 AND tax_minor >= 0"


def upgrade() -> None:
    _identities()
    _series()
    _papers()
    _lines()
    run_sql(op.get_bind(), "papers")


def _identities() -> None:
    op.create_table(
        "tax_identities",
        key("organisation_id"),
        word("country", 2, "ISO 3166-1 alpha-2: whose tax office"),
        word("legal_name", 160),
        word("tax_id", 40, "checked; empty for a buyer that has none"),
        word("address", 400, "where it is registered"),
        word("phone", 40),
        word("bank_name", 120, "of its bank line on invoices"),
        word("bank_account", 60),
        instant("changed_at"),
        check("tax_identities", "named", "legal_name <> ''"),
        refers("tax_identities", "organisation_id", "organisations.id"),
        sa.PrimaryKeyConstraint("organisation_id", name=op.f("pk_tax_identities")),
    )


def _series() -> None:
    op.create_table(
        "paper_series",
        key("issuer_id"),
        word("kind", 12),
        sa.Column("last", sa.Integer(), nullable=False),
        refers("paper_series", "issuer_id", "organisations.id"),
        sa.PrimaryKeyConstraint("issuer_id", "kind", name=op.f("pk_paper_series")),
    )


def _papers() -> None:
    op.create_table(
        "papers",
        key("id"),
        word("kind", 12),
        sa.Column(
            "number", sa.Integer(), nullable=False, comment="drawn by a trigger, without a gap per issuer and kind"
        ),
        key("issuer_id"),
        key("recipient_id"),
        key("order_id", nullable=True),
        key("statement_id", nullable=True, comment="of a commission"),
        key("corrects_id", nullable=True),
        word("currency", 3),
        *amounts(),
        sa.Column("issuer_party", postgresql.JSONB(), nullable=False, comment="tax identity, frozen"),
        sa.Column("recipient_party", postgresql.JSONB(), nullable=False, comment="tax identity, frozen"),
        sa.Column("reason", sa.Text(), nullable=False),
        word("time_zone", 40, "in which its day is told"),
        instant("issued_at"),
        key("issued_by", nullable=True, comment="nobody: the market itself"),
        sa.Column("transaction_id", sa.BigInteger(), nullable=False, comment="in which it was issued, lines and all"),
        check("papers", "kind", "kind IN ('invoice','credit_note')"),
        check("papers", "adds_up", ADDS_UP),
        check("papers", "subject", "(order_id IS NULL) <> (statement_id IS NULL)"),
        check("papers", "corrects", "(kind = 'credit_note') = (corrects_id IS NOT NULL)"),
        check("papers", "numbered", "number > 0 AND issuer_id <> recipient_id"),
        refers("papers", "issuer_id", "organisations.id"),
        refers("papers", "recipient_id", "organisations.id"),
        refers("papers", "order_id", "orders.id"),
        refers("papers", "statement_id", "statements.id"),
        refers("papers", "corrects_id", "papers.id"),
        refers("papers", "issued_by", "people.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_papers")),
    )
    op.create_index("uq_papers_number", "papers", ["issuer_id", "kind", "number"], unique=True)
    invoice = sa.text("kind = 'invoice'")
    op.create_index("uq_papers_order", "papers", ["order_id"], unique=True, postgresql_where=invoice)
    op.create_index("uq_papers_statement", "papers", ["statement_id"], unique=True, postgresql_where=invoice)
    op.create_index("ix_papers_order_id", "papers", ["order_id"])
    op.create_index("ix_papers_issuer", "papers", ["issuer_id", "issued_at"])
    op.create_index("ix_papers_recipient", "papers", ["recipient_id", "issued_at"])


def _lines() -> None:
    op.create_table(
        "paper_lines",
        key("paper_id"),
        sa.Column("position", sa.Integer(), nullable=False),
        key("issuer_id"),
        key("recipient_id"),
        key("order_line_id", nullable=True),
        word("sku_code", 40),
        word("name", 160),
        word("unit", 20),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("unit_price", sa.Numeric(18, 6), nullable=False),
        sa.Column("net_minor", sa.BigInteger(), nullable=False),
        sa.Column("tax_rate", sa.Numeric(7, 6), nullable=False),
        *amounts()[1:],
        check("paper_lines", "adds_up", ADDS_UP),
        check("paper_lines", "quantity", "quantity >= 0"),
        refers("paper_lines", "paper_id", "papers.id"),
        refers("paper_lines", "order_line_id", "order_lines.id"),
        sa.PrimaryKeyConstraint("paper_id", "position", name=op.f("pk_paper_lines")),
    )
    op.create_index("ix_paper_lines_order_line_id", "paper_lines", ["order_line_id"])


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
    op.execute("DROP FUNCTION invoicing_draw, invoicing_check_line, invoicing_check_paper")
