"""Take in large sheets of products slice by slice."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations.columns import check, instant, key, number, refers, word

revision = "0074"
down_revision = "0073"

OURS = "seller_id = (SELECT pinhuo_organisation()) OR (SELECT pinhuo_sees_all())"


def upgrade() -> None:
    op.create_table(
        "goods_sheets",
        key("id"),
        key("seller_id"),
        key("person_id"),
        instant("at"),
        word("name", 200, "of the file; empty where the rows were pasted"),
        word("state", 12),
        number("slices"),
        number("checked", "slices"),
        number("taken", "slices"),
        number("rows_total"),
        number("rows_done", "checked"),
        number("rows_wrong"),
        number("rows_new"),
        number("rows_changed"),
        number("rows_added", "of those written, new ones"),
        number("rows_written"),
        number("rows_passed", "left, as their goods had changed since the look"),
        instant("confirmed_at", nullable=True),
        check("goods_sheets", "state", "state IN ('checking','checked','taking','taken','stopped','cancelled')"),
        check("goods_sheets", "slices", "0 <= taken AND taken <= checked AND checked <= slices"),
        check("goods_sheets", "checked_first", "taken = 0 OR checked = slices"),
        check("goods_sheets", "confirmed", "(confirmed_at IS NOT NULL) = (state IN ('taking','taken','stopped'))"),
        check(
            "goods_sheets",
            "rows",
            "rows_wrong >= 0 AND rows_new >= 0 AND rows_changed >= 0"
            " AND rows_wrong + rows_new + rows_changed <= rows_done AND rows_done <= rows_total",
        ),
        check(
            "goods_sheets",
            "written",
            "rows_added >= 0 AND rows_written >= rows_added AND rows_passed >= 0"
            " AND rows_written + rows_passed <= rows_new + rows_changed",
        ),
        refers("goods_sheets", "seller_id", "organisations.id"),
        refers("goods_sheets", "person_id", "people.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_goods_sheets")),
    )
    op.create_index("ix_goods_sheets_seller", "goods_sheets", ["seller_id", "at"])
    _rows()
    for table in ("goods_sheets", "goods_sheet_rows"):
        op.execute(f"SELECT pinhuo_protect('{table}', '{OURS}', '{OURS}')")


def _rows() -> None:
    faults = sa.Column("faults", postgresql.JSONB(), nullable=False, comment="[column, kind, fact, minimum, multiple]")
    op.create_table(
        "goods_sheet_rows",
        key("sheet_id"),
        number("number", "as the spreadsheet shows it"),
        key("seller_id"),
        number("slice", "from 0"),
        sa.Column("cells", postgresql.JSONB(), nullable=False),
        word("outcome", 12, "empty until it is checked"),
        faults,
        word("shown", 32, "the fingerprint of what it would do"),
        check("goods_sheet_rows", "outcome", "outcome IN ('','wrong','new','changed','unchanged','passed')"),
        sa.ForeignKeyConstraint(
            ["sheet_id"], ["goods_sheets.id"], name=op.f("fk_goods_sheet_rows_sheet_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("sheet_id", "number", name=op.f("pk_goods_sheet_rows")),
    )
    op.create_index("ix_goods_sheet_rows_slice", "goods_sheet_rows", ["sheet_id", "slice", "number"])


def downgrade() -> None:
    op.drop_table("goods_sheet_rows")
    op.drop_table("goods_sheets")
