"""Let buyers claim for delivered goods, be paid first, and sellers or the platform bear it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from migrations import run_sql
from migrations.columns import check, instant, key, minor, number, prose, refers, word

revision = "0044"
down_revision = "0043"

TABLES = ("claim_messages", "claim_lines", "claims", "claimed_lines")


def upgrade() -> None:
    op.execute(
        "INSERT INTO ledger_chart (kind, side, owned, limited) VALUES ('recovery_receivable', 'debit', true, true),"
        " ('clawback_receivable', 'debit', true, true), ('claims_absorbed', 'debit', false, false) ON CONFLICT DO NOTHING"
    )
    counted = {"nullable": False, "server_default": "0"}
    op.add_column(
        "orders", sa.Column("open_claims", sa.Integer(), comment="it completes when there are none", **counted)
    )
    op.add_column("orders", sa.Column("compensated_minor", sa.BigInteger(), comment="paid for claims", **counted))
    op.create_check_constraint(
        op.f("ck_orders_claims"), "orders", "open_claims >= 0 AND compensated_minor BETWEEN 0 AND total_minor"
    )
    _lines()
    _claims()
    _said()
    run_sql(op.get_bind(), "claims")


def _lines() -> None:
    op.create_table(
        "claimed_lines",
        key("order_line_id"),
        key("buyer_id"),
        key("seller_id"),
        number("delivered", "units that were shipped"),
        minor("paid_minor", "for them, before any claim"),
        number("claimed"),
        minor("claimed_minor"),
        check("claimed_lines", "within_delivered", "claimed BETWEEN 0 AND delivered"),
        check("claimed_lines", "within_paid", "claimed_minor BETWEEN 0 AND paid_minor"),
        refers("claimed_lines", "order_line_id", "order_lines.id"),
        sa.PrimaryKeyConstraint("order_line_id", name=op.f("pk_claimed_lines")),
    )


def _claims() -> None:
    taken = "recovered_minor + absorbed_minor + taken_back_minor"
    op.create_table(
        "claims",
        key("id"),
        word("reference", 12),
        key("order_id"),
        key("buyer_id"),
        key("seller_id"),
        word("currency", 3),
        word("state", 10),
        word("reason", 8),
        prose("words", "the buyer's own"),
        prose("doubts", "why it was not paid unseen, as codes with commas between"),
        sa.Column("outcome", sa.String(8), nullable=True),
        minor("amount_minor", "asked for"),
        minor("advanced_minor", "paid to the buyer"),
        minor("recovered_minor", "of that, borne by the seller"),
        minor("absorbed_minor", "of that, borne by the platform"),
        minor("taken_back_minor", "of that, owed back by the buyer"),
        minor("collected_minor", "of what is owed back, paid from the wallet"),
        number("collections", "in so many entries"),
        key("asked_by"),
        instant("asked_at"),
        instant("money_due_at", comment="a first answer, and money, by then"),
        instant("seller_due_at"),
        instant("answered_at", nullable=True, comment="first word of the seller or the platform"),
        instant("advanced_at", nullable=True),
        instant("escalated_at", nullable=True, comment="the clock ran out on more than it may pay by itself"),
        instant("closed_at", nullable=True),
        key("decided_by", nullable=True),
        prose("answer", "why it was decided so"),
        check("claims", "state", "state IN ('asked','disputed','unanswered','settled','rejected','withdrawn')"),
        check("claims", "reason", "reason IN ('damaged','missing','wrong','expired','quality')"),
        check("claims", "closed", "(state IN ('settled','rejected','withdrawn')) = (closed_at IS NOT NULL)"),
        check("claims", "outcome", "(state = 'settled') = (outcome IS NOT NULL)"),
        check("claims", "bearer", "outcome IN ('seller','platform')"),
        check("claims", "advanced", "amount_minor > 0 AND advanced_minor BETWEEN 0 AND amount_minor"),
        check("claims", "within_advance", "recovered_minor >= 0 AND absorbed_minor >= 0 AND taken_back_minor >= 0"
              f" AND {taken} <= advanced_minor"),
        check("claims", "nothing_left", f"closed_at IS NULL OR {taken} = advanced_minor"),
        check("claims", "collected", "collected_minor BETWEEN 0 AND taken_back_minor"),
        check("claims", "advanced_at", "(advanced_at IS NULL) = (advanced_minor = 0)"),
        *(refers("claims", column, "organisations.id") for column in ("buyer_id", "seller_id")),
        *(refers("claims", column, "people.id") for column in ("asked_by", "decided_by")),
        refers("claims", "order_id", "orders.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claims")),
        sa.UniqueConstraint("reference", name=op.f("uq_claims_reference")),
    )  # fmt: skip
    op.create_index("ix_claims_order", "claims", ["order_id"])
    op.create_index("ix_claims_buyer", "claims", ["buyer_id", "asked_at"])
    op.create_index("ix_claims_seller", "claims", ["seller_id", "asked_at"])
    op.create_index("ix_claims_open", "claims", ["money_due_at"], postgresql_where=sa.text("closed_at IS NULL"))
    owed = sa.text("collected_minor < taken_back_minor")
    op.create_index("ix_claims_owed", "claims", ["buyer_id"], postgresql_where=owed)


def _said() -> None:
    op.create_table(
        "claim_lines",
        key("claim_id"),
        key("order_line_id"),
        key("buyer_id"),
        key("seller_id"),
        number("quantity"),
        minor("amount_minor"),
        check("claim_lines", "positive", "quantity > 0 AND amount_minor >= 0"),
        refers("claim_lines", "claim_id", "claims.id"),
        refers("claim_lines", "order_line_id", "claimed_lines.order_line_id"),
        sa.PrimaryKeyConstraint("claim_id", "order_line_id", name=op.f("pk_claim_lines")),
    )
    op.create_table(
        "claim_messages",
        key("id"),
        key("claim_id"),
        key("buyer_id"),
        key("seller_id"),
        key("organisation_id"),
        key("person_id"),
        prose("text"),
        instant("at"),
        refers("claim_messages", "claim_id", "claims.id"),
        refers("claim_messages", "organisation_id", "organisations.id"),
        refers("claim_messages", "person_id", "people.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claim_messages")),
    )
    op.create_index("ix_claim_messages_claim", "claim_messages", ["claim_id", "at"])


def downgrade() -> None:
    op.execute("DROP FUNCTION claims_of_neighbours")
    for table in TABLES:
        op.drop_table(table)
    op.drop_constraint(op.f("ck_orders_claims"), "orders")
    op.drop_column("orders", "compensated_minor")
    op.drop_column("orders", "open_claims")
    op.execute(
        "DELETE FROM ledger_chart WHERE kind IN ('recovery_receivable', 'clawback_receivable', 'claims_absorbed')"
    )
