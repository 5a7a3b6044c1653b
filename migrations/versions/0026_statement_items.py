"""Let statements hold items beside lines, and settle sellers by period, exactly as was shown."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from migrations.columns import check, instant, key, minor, rate

revision = "0026"
down_revision = "0025"

SEES_ALL = "(SELECT pinhuo_sees_all())"
OWN = f"seller_id = (SELECT pinhuo_organisation()) OR {SEES_ALL}"


def upgrade() -> None:
    op.execute(
        "INSERT INTO ledger_chart (kind, side, owned, limited)"
        " VALUES ('deposit', 'credit', true, true), ('services', 'credit', false, false)"
    )
    op.add_column(
        "statements",
        sa.Column(
            "items_minor", sa.BigInteger(), nullable=False, server_default="0", comment="everything beside the lines"
        ),
    )
    _totals("net_minor = gross_minor - commission_minor + items_minor")
    op.create_check_constraint(op.f("ck_statements_not_negative"), "statements", "net_minor >= 0")
    _terms()
    _run_sellers()
    _items()
    op.execute(f"SELECT pinhuo_protect('settlement_terms', '{OWN}', '{SEES_ALL}')")
    op.execute(f"SELECT pinhuo_protect('settlement_run_sellers', '{SEES_ALL}', '{SEES_ALL}')")
    op.execute(f"SELECT pinhuo_protect('statement_items', '{OWN}', '{SEES_ALL}')")


def _totals(condition: str) -> None:
    op.drop_constraint(op.f("ck_statements_adds_up"), "statements", type_="check")
    op.create_check_constraint(op.f("ck_statements_adds_up"), "statements", condition)


def _terms() -> None:
    table = "settlement_terms"
    op.create_table(
        table,
        key("seller_id", "organisations.id"),
        sa.Column("period", sa.String(10), nullable=False),
        rate("service_tax_rate", comment="on commission and fees"),
        rate("reserve_rate", comment="of what lines earn, held back"),
        sa.Column("reserve_days", sa.Integer(), nullable=False),
        check(table, "period", "period IN ('run','week','half_month','month')"),
        check(table, "service_tax_rate", "service_tax_rate >= 0 AND service_tax_rate < 1"),
        check(table, "reserve", "reserve_rate >= 0 AND reserve_rate < 1 AND reserve_days BETWEEN 0 AND 366"),
        sa.PrimaryKeyConstraint("seller_id", name=op.f(f"pk_{table}")),
    )


def _run_sellers() -> None:
    table = "settlement_run_sellers"
    op.create_table(
        table,
        key("run_id", "settlement_runs.id"),
        key("seller_id", "organisations.id"),
        sa.Column("currency", sa.String(3), nullable=False),
        instant("cutoff", comment="orders completed before this"),
        sa.Column("line_count", sa.Integer(), nullable=False),
        minor("net_minor"),
        key("statement_id", "statements.id", nullable=True),
        instant("done_at", nullable=True),
        sa.Column("differs", sa.Boolean(), nullable=False, comment="the world changed since it was shown"),
        check(table, "done", "(done_at IS NOT NULL) OR (statement_id IS NULL AND NOT differs)"),
        sa.PrimaryKeyConstraint("run_id", "seller_id", "currency", name=op.f(f"pk_{table}")),
    )
    op.create_index("ix_settlement_run_sellers_open", table, ["run_id"], postgresql_where=sa.text("done_at IS NULL"))


def _items() -> None:
    table = "statement_items"
    op.create_table(
        table,
        key("id"),
        key("seller_id", "organisations.id"),
        sa.Column("currency", sa.String(3), nullable=False),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("counter", sa.String(24), sa.ForeignKey("ledger_chart.kind"), nullable=False),
        minor("amount_minor"),
        minor("tax_minor"),
        rate("rate", nullable=True, comment="frozen: of the tax, or of the reserve"),
        sa.Column("words", sa.String(200), nullable=False),
        sa.Column("source_key", sa.String(80), nullable=False, comment="what it is for: written once"),
        instant("release_at", nullable=True, comment="a reserve is given back by a statement from then on"),
        key("made_by", "people.id", nullable=True),
        instant("made_at"),
        instant("withdrawn_at", nullable=True),
        key("statement_id", "statements.id", nullable=True),
        check(table, "kind", "kind IN ('fee','tax','reserve','release','correction')"),
        check(table, "not_zero", "amount_minor <> 0"),
        check(table, "side", "(amount_minor > 0) = (kind IN ('release','correction'))"),
        check(table, "tax", "tax_minor >= 0 AND tax_minor <= abs(amount_minor)"),
        check(table, "release_at", "(kind = 'reserve') = (release_at IS NOT NULL)"),
        check(table, "withdrawn", "statement_id IS NULL OR withdrawn_at IS NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("source_key", name=op.f(f"uq_{table}_source_key")),
    )
    op.create_index(f"ix_{table}_statement", table, ["statement_id"])
    op.create_index(
        f"ix_{table}_waiting",
        table,
        ["seller_id", "currency"],
        postgresql_where=sa.text("statement_id IS NULL AND withdrawn_at IS NULL"),
    )
    op.create_index(
        f"ix_{table}_reserves", table, ["seller_id", "release_at"], postgresql_where=sa.text("kind = 'reserve'")
    )


def downgrade() -> None:
    for table in ("statement_items", "settlement_run_sellers", "settlement_terms"):
        op.drop_table(table)
    op.drop_constraint(op.f("ck_statements_not_negative"), "statements", type_="check")
    op.drop_constraint(op.f("ck_statements_adds_up"), "statements", type_="check")
    op.drop_column("statements", "items_minor")
    op.create_check_constraint(
        op.f("ck_statements_adds_up"), "statements", "net_minor = gross_minor - commission_minor"
    )
    op.execute("DELETE FROM ledger_chart WHERE kind IN ('deposit', 'services')")
