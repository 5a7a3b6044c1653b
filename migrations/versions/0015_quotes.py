"""Keep inquiries, the quotes that answer them, and what both sides say."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations import run_sql

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    op.create_table(
        "inquiries",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("reference", sa.String(length=12), nullable=False),
        sa.Column("buyer_id", sa.UUID(), nullable=False),
        sa.Column("seller_id", sa.UUID(), nullable=False),
        sa.Column("buyer_name", sa.String(length=120), nullable=False),
        sa.Column("seller_name", sa.String(length=120), nullable=False),
        sa.Column("asked_by", sa.UUID(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("wanted_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False, comment="of the newest quote; 0 before the first"),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("order_id", sa.UUID(), nullable=True),
        sa.Column(
            "approval_asked_by",
            sa.UUID(),
            nullable=True,
            comment="wanted to accept the newest quote beyond their limits",
        ),
        sa.Column(
            "approval_asked",
            postgresql.JSONB(astext_type=sa.Text()),
            nullable=False,
            comment="quantity by line",
        ),
        sa.CheckConstraint(
            "state IN ('open','quoted','accepted','declined','withdrawn')", name=op.f("ck_inquiries_state")
        ),
        sa.CheckConstraint("(state = 'accepted') = (order_id IS NOT NULL)", name=op.f("ck_inquiries_ordered")),
        sa.CheckConstraint("(version = 0) OR (state <> 'open')", name=op.f("ck_inquiries_version")),
        sa.ForeignKeyConstraint(["buyer_id"], ["organisations.id"], name=op.f("fk_inquiries_buyer_id")),
        sa.ForeignKeyConstraint(["seller_id"], ["organisations.id"], name=op.f("fk_inquiries_seller_id")),
        sa.ForeignKeyConstraint(["asked_by"], ["people.id"], name=op.f("fk_inquiries_asked_by")),
        sa.ForeignKeyConstraint(["approval_asked_by"], ["people.id"], name=op.f("fk_inquiries_approval_asked_by")),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_inquiries_order_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inquiries")),
        sa.UniqueConstraint("reference", name=op.f("uq_inquiries_reference")),
        sa.UniqueConstraint("order_id", name=op.f("uq_inquiries_order_id")),
    )
    op.create_index("ix_inquiries_buyer", "inquiries", ["buyer_id", "asked_at"])
    op.create_index("ix_inquiries_seller", "inquiries", ["seller_id", "asked_at"])
    op.create_table(
        "inquiry_lines",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("inquiry_id", sa.UUID(), nullable=False),
        *_sides(),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("sku_id", sa.UUID(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("wish", sa.Text(), nullable=False),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_inquiry_lines_positive")),
        sa.ForeignKeyConstraint(["inquiry_id"], ["inquiries.id"], name=op.f("fk_inquiry_lines_inquiry_id")),
        sa.ForeignKeyConstraint(["sku_id"], ["skus.id"], name=op.f("fk_inquiry_lines_sku_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inquiry_lines")),
        sa.UniqueConstraint("inquiry_id", "sku_id", name=op.f("uq_inquiry_lines_inquiry_id_sku_id")),
    )
    op.create_table(
        "quotes",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("inquiry_id", sa.UUID(), nullable=False),
        *_sides(),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("quoted_by", sa.UUID(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("terms", sa.Text(), nullable=False, comment="what else the seller says: samples, how long it takes"),
        sa.Column("quoted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("version > 0 AND expires_at > quoted_at", name=op.f("ck_quotes_holds")),
        sa.ForeignKeyConstraint(["inquiry_id"], ["inquiries.id"], name=op.f("fk_quotes_inquiry_id")),
        sa.ForeignKeyConstraint(["quoted_by"], ["people.id"], name=op.f("fk_quotes_quoted_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quotes")),
        sa.UniqueConstraint("inquiry_id", "version", name=op.f("uq_quotes_inquiry_id_version")),
    )
    op.create_table(
        "quote_lines",
        sa.Column("quote_id", sa.UUID(), nullable=False),
        sa.Column("line_id", sa.UUID(), nullable=False),
        *_sides(),
        sa.Column("quantity", sa.Integer(), nullable=False, comment="at most this many"),
        sa.Column("minimum", sa.Integer(), nullable=False),
        sa.Column("multiple", sa.Integer(), nullable=False),
        sa.Column("unit_price", sa.Numeric(precision=18, scale=6), nullable=False),
        sa.CheckConstraint(
            "unit_price > 0 AND multiple > 0 AND minimum > 0 AND minimum <= quantity",
            name=op.f("ck_quote_lines_sound"),
        ),
        sa.CheckConstraint("quantity % multiple = 0", name=op.f("ck_quote_lines_multiple")),
        sa.ForeignKeyConstraint(["quote_id"], ["quotes.id"], name=op.f("fk_quote_lines_quote_id")),
        sa.ForeignKeyConstraint(["line_id"], ["inquiry_lines.id"], name=op.f("fk_quote_lines_line_id")),
        sa.PrimaryKeyConstraint("quote_id", "line_id", name=op.f("pk_quote_lines")),
    )
    op.create_table(
        "inquiry_messages",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("inquiry_id", sa.UUID(), nullable=False),
        *_sides(),
        sa.Column("organisation_id", sa.UUID(), nullable=False),
        sa.Column("person_id", sa.UUID(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["inquiry_id"], ["inquiries.id"], name=op.f("fk_inquiry_messages_inquiry_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_inquiry_messages_organisation_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_inquiry_messages_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inquiry_messages")),
    )
    op.create_index("ix_inquiry_messages_inquiry", "inquiry_messages", ["inquiry_id", "at"])
    run_sql(op.get_bind(), "inquiry_policies")


def _sides() -> tuple[sa.Column[object], sa.Column[object]]:
    return sa.Column("buyer_id", sa.UUID(), nullable=False), sa.Column("seller_id", sa.UUID(), nullable=False)


def downgrade() -> None:
    op.execute("DROP POLICY seller_reads_who_asked ON organisations")
    for table in ("inquiry_messages", "quote_lines", "quotes", "inquiry_lines", "inquiries"):
        op.drop_table(table)
