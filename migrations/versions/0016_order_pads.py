"""Order pads, uploads and saved lists; goods are found by barcode."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0016"
down_revision = "0015"

OURS = "buyer_id = (SELECT pinhuo_organisation()) OR (SELECT pinhuo_sees_all())"
TABLES = ("pads", "pad_lines", "uploads", "upload_rows", "saved_lists", "saved_list_lines")


def instant(name: str, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def key(name: str, target: str = "", *, nullable: bool = False, cascade: bool = False) -> sa.Column:
    keys = [sa.ForeignKey(target, ondelete="CASCADE" if cascade else None)] if target else []
    return sa.Column(name, sa.UUID(), *keys, nullable=nullable)


def upgrade() -> None:
    op.create_index(
        "ix_skus_barcode",
        "skus",
        ["barcode"],
        postgresql_where=sa.text("barcode <> ''"),
        postgresql_ops={"barcode": "text_pattern_ops"},
    )
    _pads()
    _uploads()
    _lists()
    for table in TABLES:
        op.execute(f"SELECT pinhuo_protect('{table}', '{OURS}', '{OURS}')")


def _pads() -> None:
    op.create_table(
        "pads",
        key("id"),
        key("buyer_id", "organisations.id"),
        key("person_id", "people.id"),
        sa.Column("step", sa.Integer(), nullable=False, comment="the one that shows"),
        sa.Column("last_step", sa.Integer(), nullable=False, comment="as far as undone steps can be done again"),
        sa.Column("draft", sa.Text(), nullable=False, comment="pasted or typed, and not yet read"),
        instant("touched_at"),
        sa.CheckConstraint("step BETWEEN 0 AND last_step", name=op.f("ck_pads_step")),
        sa.PrimaryKeyConstraint("id", name="pk_pads"),
        sa.UniqueConstraint("buyer_id", "person_id", name="uq_pads_buyer_id_person_id"),
    )
    op.create_table(
        "pad_lines",
        key("id"),
        key("pad_id", "pads.id", cascade=True),
        key("buyer_id"),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(200), nullable=False, comment="code, barcode or name"),
        sa.Column("amount", sa.String(60), nullable=False, comment="how many, perhaps with a unit"),
        sa.Column("sku_id", sa.UUID(), sa.ForeignKey("skus.id"), nullable=True, comment="once it is certain"),
        sa.Column("added", sa.Integer(), nullable=False),
        sa.Column("removed", sa.Integer(), nullable=True),
        sa.CheckConstraint("added > 0 AND (removed IS NULL OR removed > added)", name=op.f("ck_pad_lines_steps")),
        sa.PrimaryKeyConstraint("id", name="pk_pad_lines"),
    )
    op.create_index("ix_pad_lines_pad", "pad_lines", ["pad_id", "position"])


def _uploads() -> None:
    op.create_table(
        "uploads",
        key("id"),
        key("buyer_id", "organisations.id"),
        key("person_id", "people.id"),
        instant("at"),
        sa.Column("name", sa.String(200), nullable=False, comment="of the file"),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("encoding", sa.String(12), nullable=False),
        sa.Column("is_guess", sa.Boolean(), nullable=False, comment="the encoding waits for somebody's word"),
        sa.Column("sample", postgresql.JSONB(), nullable=False, comment="[number, cells] of the first rows"),
        sa.Column("header_row", sa.Integer(), nullable=False, comment="0 where the data begin at once"),
        sa.Column("columns", postgresql.JSONB(), nullable=False, comment="code, quantity, unit: from 0"),
        sa.Column("grouping", sa.String(10), nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("fault", sa.String(20), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False, comment="counts how often it was checked anew"),
        sa.Column("rows_expected", sa.Integer(), nullable=False),
        sa.Column("rows_done", sa.Integer(), nullable=False),
        sa.Column("rows_good", sa.Integer(), nullable=False),
        sa.Column("lines_put", sa.Integer(), nullable=False),
        instant("confirmed_at", nullable=True),
        sa.CheckConstraint(
            "state IN ('mapping','checking','checked','confirmed','cancelled','failed')", name=op.f("ck_uploads_state")
        ),
        sa.CheckConstraint(
            "rows_done >= 0 AND rows_good >= 0 AND rows_done >= rows_good", name=op.f("ck_uploads_rows")
        ),
        sa.PrimaryKeyConstraint("id", name="pk_uploads"),
    )
    op.create_index("ix_uploads_buyer", "uploads", ["buyer_id", "at"])
    op.create_table(
        "upload_rows",
        key("upload_id", "uploads.id", cascade=True),
        sa.Column("number", sa.Integer(), nullable=False, comment="as the spreadsheet shows it"),
        key("buyer_id"),
        sa.Column("text", sa.String(200), nullable=False),
        sa.Column("amount", sa.String(60), nullable=False),
        key("sku_id", "skus.id", nullable=True),
        sa.Column("quantity", sa.Integer(), nullable=True),
        sa.Column("fault", sa.String(20), nullable=False, comment="empty where nothing is wrong"),
        sa.PrimaryKeyConstraint("upload_id", "number", name="pk_upload_rows"),
    )
    op.create_index("ix_upload_rows_fault", "upload_rows", ["upload_id", "fault", "number"])


def _lists() -> None:
    op.create_table(
        "saved_lists",
        key("id"),
        key("buyer_id", "organisations.id"),
        sa.Column("name", sa.String(80), nullable=False),
        key("created_by", "people.id"),
        instant("created_at"),
        instant("archived_at", nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_saved_lists"),
    )
    op.create_index("ix_saved_lists_buyer", "saved_lists", ["buyer_id", "name"])
    op.create_table(
        "saved_list_lines",
        key("list_id", "saved_lists.id", cascade=True),
        key("sku_id", "skus.id"),
        key("buyer_id"),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_saved_list_lines_positive")),
        sa.PrimaryKeyConstraint("list_id", "sku_id", name="pk_saved_list_lines"),
    )


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
    op.drop_index("ix_skus_barcode", table_name="skus")
