"""Let hidden faults be claimed of completed orders, and what their sellers bear be recovered over time."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from migrations.columns import check, instant, key, minor, number, refers, word

revision = "0078"
down_revision = "0077"

OWN = "seller_id = (SELECT pinhuo_organisation()) OR (SELECT pinhuo_sees_all())"
BEFORE = "'fee','tax','reserve','release','correction'"
USED = "used_minor BETWEEN 0 AND CASE kind WHEN 'reserve' THEN -amount_minor ELSE 0 END"
VERBS = ("settlement.recovered_from_payable", "settlement.recovered_by_statement")
SUMS = ("payable_minor", "stated_minor", "reserve_minor", "wallet_minor", "written_off_minor")


def upgrade() -> None:
    late = "about a fault that could not be seen before the order completed"
    op.add_column("claims", sa.Column("late", sa.Boolean(), server_default="false", nullable=False, comment=late))
    op.create_check_constraint(op.f("ck_claims_late"), "claims", "NOT late OR reason = 'quality'")
    used = "of a reserve, taken to recover what its seller owes"
    op.add_column(
        "statement_items", sa.Column("used_minor", sa.BigInteger(), server_default="0", nullable=False, comment=used)
    )
    op.create_check_constraint(op.f("ck_statement_items_used"), "statement_items", USED)
    _kinds(f"{BEFORE},'recovery'")
    _returns()
    _recoveries()
    for table in ("commission_returns", "recoveries"):
        op.execute(f"SELECT pinhuo_protect('{table}', '{OWN}', '{OWN}')")
    op.execute("SELECT pinhuo_append_only('commission_returns')")
    for verb in VERBS:
        op.execute(f"INSERT INTO news_verbs (verb) VALUES ('{verb}') ON CONFLICT DO NOTHING")  # noqa: S608 # constants


def _returns() -> None:
    table = "commission_returns"
    op.create_table(
        table,
        key("id"),
        key("order_line_id"),
        key("statement_id", comment="the one that took it"),
        key("claim_id", comment="for which; the claims know more of it"),
        key("seller_id"),
        sa.Column("currency", sa.String(3), nullable=False),
        minor("gross_minor", "of what the line was settled for, given back to the buyer"),
        minor("commission_minor"),
        minor("tax_minor"),
        word("source_key", 90, "what it is for: written once"),
        instant("made_at"),
        check(table, "positive", "gross_minor > 0 AND commission_minor >= 0 AND tax_minor >= 0"),
        refers(table, "order_line_id", "statement_lines.order_line_id"),
        refers(table, "statement_id", "statements.id"),
        refers(table, "seller_id", "organisations.id"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("source_key", name=op.f(f"uq_{table}_source_key")),
    )
    op.create_index("ix_commission_returns_line", table, ["order_line_id"])
    op.create_index("ix_commission_returns_statement", table, ["statement_id"])


def _recoveries() -> None:
    table, sums = "recoveries", " - ".join(SUMS)
    never_less = " AND ".join(f"{name} >= 0" for name in SUMS)
    op.create_table(
        table,
        key("id"),
        word("reference", 12, "the claim's"),
        key("seller_id"),
        sa.Column("currency", sa.String(3), nullable=False),
        minor("amount_minor", "borne by the seller, less commission and tax given back"),
        minor("payable_minor", "taken from what was payable"),
        minor("stated_minor", "taken by statements"),
        minor("reserve_minor", "taken from what was held back"),
        minor("wallet_minor", "taken from the wallet"),
        minor("written_off_minor", "given up by two people"),
        minor("open_minor"),
        number("entries", "so many takings, each with a number of its own"),
        word("stage", 10),
        instant("next_at", nullable=True, comment="when the next step of its stage is due"),
        number("reminders"),
        instant("begun_at"),
        instant("invoiced_at", nullable=True),
        instant("due_at", nullable=True),
        instant("closed_at", nullable=True),
        check(table, "stage", "stage IN ('earnings','reserves','invoiced','overdue','closed')"),
        check(table, "adds_up", f"open_minor = amount_minor - {sums}"),
        check(table, "positive", f"amount_minor > 0 AND {never_less} AND open_minor >= 0"),
        check(
            table, "closed", "(open_minor = 0) = (stage = 'closed') AND (stage = 'closed') = (closed_at IS NOT NULL)"
        ),
        check(table, "due", "(invoiced_at IS NULL) = (due_at IS NULL)"),
        check(table, "invoiced", "stage NOT IN ('invoiced','overdue') OR due_at IS NOT NULL"),
        refers(table, "seller_id", "organisations.id"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("reference", name=op.f(f"uq_{table}_reference")),
    )
    is_open = sa.text("open_minor > 0")
    op.create_index("ix_recoveries_open", table, ["seller_id", "currency"], postgresql_where=is_open)
    op.create_index("ix_recoveries_begun", table, ["begun_at"])


def downgrade() -> None:
    for verb in VERBS:
        op.execute(f"DELETE FROM news_verbs WHERE verb = '{verb}'")  # noqa: S608 # constants
    op.drop_table("recoveries")
    op.drop_table("commission_returns")
    op.execute("UPDATE statement_items SET kind = 'fee' WHERE kind = 'recovery'")
    _kinds(BEFORE)
    op.drop_constraint(op.f("ck_statement_items_used"), "statement_items")
    op.drop_column("statement_items", "used_minor")
    op.drop_constraint(op.f("ck_claims_late"), "claims")
    op.drop_column("claims", "late")


def _kinds(known: str) -> None:
    op.drop_constraint(op.f("ck_statement_items_kind"), "statement_items")
    op.create_check_constraint(op.f("ck_statement_items_kind"), "statement_items", f"kind IN ({known})")
