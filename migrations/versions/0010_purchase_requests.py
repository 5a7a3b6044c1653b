"""Let orders say where they go, when and who approved them; keep what waits for approval."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations import run_sql

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    _widen_orders()
    op.create_table(
        "purchase_requests",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("reference", sa.String(length=12), nullable=False),
        sa.Column("buyer_id", sa.UUID(), nullable=False),
        sa.Column("asked_by", sa.UUID(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("exceeded", sa.String(length=10), nullable=False, comment="which limit it goes beyond"),
        sa.Column(
            "totals",
            postgresql.JSONB(astext_type=sa.Text()),
            nullable=False,
            comment="[minor, currency] pairs as they were when it was asked",
        ),
        sa.Column("delivery_address", sa.Text(), nullable=False),
        sa.Column("delivery_region", sa.String(length=12), nullable=True),
        sa.Column("wishes", postgresql.JSONB(astext_type=sa.Text()), nullable=False, comment="note and day by seller"),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.UUID(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "state IN ('waiting','approved','declined','withdrawn')", name=op.f("ck_purchase_requests_state")
        ),
        sa.CheckConstraint(
            "state NOT IN ('approved','declined') OR decided_by <> asked_by",
            name=op.f("ck_purchase_requests_two_people"),
        ),
        sa.CheckConstraint("(state = 'waiting') = (decided_at IS NULL)", name=op.f("ck_purchase_requests_decided")),
        sa.ForeignKeyConstraint(["buyer_id"], ["organisations.id"], name=op.f("fk_purchase_requests_buyer_id")),
        sa.ForeignKeyConstraint(["asked_by"], ["people.id"], name=op.f("fk_purchase_requests_asked_by")),
        sa.ForeignKeyConstraint(["decided_by"], ["people.id"], name=op.f("fk_purchase_requests_decided_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_purchase_requests")),
        sa.UniqueConstraint("reference", name=op.f("uq_purchase_requests_reference")),
    )
    op.create_index("ix_purchase_requests_buyer", "purchase_requests", ["buyer_id", "asked_at"])
    op.create_table(
        "purchase_request_lines",
        sa.Column("request_id", sa.UUID(), nullable=False),
        sa.Column("sku_id", sa.UUID(), nullable=False),
        sa.Column("buyer_id", sa.UUID(), nullable=False),
        sa.Column("seller_id", sa.UUID(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("unit_price", sa.Numeric(precision=18, scale=6), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.CheckConstraint("quantity > 0 AND amount_minor >= 0", name=op.f("ck_purchase_request_lines_positive")),
        sa.ForeignKeyConstraint(
            ["request_id"], ["purchase_requests.id"], name=op.f("fk_purchase_request_lines_request_id")
        ),
        sa.ForeignKeyConstraint(["sku_id"], ["skus.id"], name=op.f("fk_purchase_request_lines_sku_id")),
        sa.PrimaryKeyConstraint("request_id", "sku_id", name=op.f("pk_purchase_request_lines")),
    )
    run_sql(op.get_bind(), "request_policies")


def _widen_orders() -> None:
    columns = (
        sa.Column("delivery_region", sa.String(length=12), nullable=True, comment="of the address, frozen"),
        sa.Column("requested_on", sa.Date(), nullable=True, comment="the day the buyer asked for"),
        sa.Column("approved_by", sa.UUID(), nullable=True, comment="above the limits of who placed it"),
    )
    for column in columns:
        op.add_column("orders", column)
    op.create_foreign_key(op.f("fk_orders_approved_by"), "orders", "people", ["approved_by"], ["id"])
    op.create_check_constraint(op.f("ck_orders_two_people"), "orders", "approved_by <> placed_by")


def downgrade() -> None:
    op.drop_table("purchase_request_lines")
    op.drop_table("purchase_requests")
    op.drop_constraint(op.f("ck_orders_two_people"), "orders")
    for name in ("approved_by", "requested_on", "delivery_region"):
        op.drop_column("orders", name)
