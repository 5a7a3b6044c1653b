"""Count what filters offer from one narrow row a SKU, which the database keeps."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations import run_sql
from migrations.columns import day, key, prose, refers

revision = "0062"
down_revision = "0061"

TRIGGERS = {
    "skus": ("tallied_added", "tallied_changed"),
    "products": ("tallied",),
    "product_marks": ("tallied_added", "tallied_changed", "tallied_removed"),
    "pack_parts": ("tallied_added", "tallied_changed", "tallied_removed"),
    "ladders": ("tallied_added", "tallied_changed", "tallied_removed"),
    "price_lists": ("tallied",),
    "organisations": ("tallied",),
    "stock_levels": ("tallied_added", "tallied", "bars"),
}
FUNCTIONS = (
    "tally_added()", "tally_changed()", "tally_product()", "tally_marks()", "tally_parts()", "tally_ladders()", "tally_list()",
    "tally_passed()", "tally_level()", "tally_all()", "tally_goods(uuid[])", "tally_stock(uuid[])", "tally_prices(uuid[])",
    "tally_raise_bars(uuid[])", "tally_lock(uuid[])", "tally_bars(uuid)",
)  # fmt: skip


def upgrade() -> None:
    op.create_table(
        "tallied_skus",
        key("sku_id"),
        key("seller_id"),
        key("category_id"),
        sa.Column("is_shown", sa.Boolean(), nullable=False),
        sa.Column("in_stock", sa.Boolean(), nullable=False),
        prose("borne"),
        day("borne_until", nullable=True),
        sa.Column("priced", postgresql.TSTZMULTIRANGE(), nullable=False),
        refers("tallied_skus", "sku_id", "skus.id"),
        refers("tallied_skus", "seller_id", "organisations.id"),
        refers("tallied_skus", "category_id", "categories.id"),
        sa.PrimaryKeyConstraint("sku_id", name=op.f("pk_tallied_skus")),
    )
    op.add_column("stock_levels", sa.Column(
        "enough_at", postgresql.ARRAY(sa.Integer()), server_default=sa.text("'{}'"), nullable=False,
        comment="available units from which it, and each pack that holds it, can be ordered",
    ))  # fmt: skip
    op.execute("SELECT pinhuo_protect('tallied_skus', '(SELECT pinhuo_is_known())', 'false')")
    run_sql(op.get_bind(), "tallies")
    op.execute("ALTER TABLE stock_levels DISABLE TRIGGER tallied")  # nothing is counted yet
    op.execute("UPDATE stock_levels l SET enough_at = tally_bars(l.sku_id)")
    op.execute("ALTER TABLE stock_levels ENABLE TRIGGER tallied")
    op.execute("INSERT INTO tallied_skus SELECT * FROM tallies_anew ON CONFLICT DO NOTHING")


def downgrade() -> None:
    for table, triggers in TRIGGERS.items():
        for trigger in triggers:
            op.execute(f"DROP TRIGGER {trigger} ON {table}")
    for view in ("window_tallies", "tallies_anew"):
        op.execute(f"DROP VIEW {view}")
    for function in FUNCTIONS:
        op.execute(f"DROP FUNCTION {function}")
    op.drop_column("stock_levels", "enough_at")
    op.drop_table("tallied_skus")
