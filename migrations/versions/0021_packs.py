"""Let SKUs be sold together as a pack, and say more of a product: its properties, marks, and words for its pictures."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from migrations import run_sql

revision = "0021"
down_revision = "0020"

MARKS = (
    "'ce','ukca','fda','gb','ccc','sc','organic','halal','kosher','vegan','fair_trade','fsc','haccp','iso_9001',"
    "'iso_22000','oeko_tex','rohs','reach'"
)
SELLERS_OWN = "seller_id = (SELECT pinhuo_organisation()) OR (SELECT pinhuo_sees_all())"
BOTH_SIDES = (
    "buyer_id = (SELECT pinhuo_organisation()) OR seller_id = (SELECT pinhuo_organisation())"
    " OR (SELECT pinhuo_sees_all())"
)
OF_EVERYBODY = ("pack_parts", "properties", "product_marks")


def upgrade() -> None:
    _packs()
    _frozen_parts()
    _properties()
    _marks()
    for name in ("words", "words_zh"):
        op.add_column("pictures", sa.Column(name, sa.String(160), server_default="", nullable=False))
    for table in OF_EVERYBODY:
        op.execute(sa.select(sa.func.pinhuo_protect(sa.literal_column(f"'{table}'"), "true", SELLERS_OWN)))
    op.execute(sa.select(sa.func.pinhuo_protect(sa.literal_column("'order_line_parts'"), BOTH_SIDES, BOTH_SIDES)))
    op.execute(sa.select(sa.func.pinhuo_append_only(sa.literal_column("'order_line_parts'"))))
    run_sql(op.get_bind(), "stock_release_parts")


def downgrade() -> None:
    run_sql(op.get_bind(), "remove_parts")
    for name in ("words_zh", "words"):
        op.drop_column("pictures", name)
    for table in ("product_marks", "properties", "order_line_parts", "pack_parts"):
        op.drop_table(table)
    op.drop_constraint("fk_stock_levels_sku_id_seller_id_of_pack", "stock_levels", type_="foreignkey")
    op.drop_column("stock_levels", "of_pack")
    op.drop_constraint("uq_skus_id_seller_id_is_pack", "skus", type_="unique")
    op.drop_column("skus", "is_pack")


def _packs() -> None:
    op.add_column(
        "skus",
        sa.Column(
            "is_pack", sa.Boolean(), server_default=sa.text("false"), nullable=False, comment="made up of other SKUs"
        ),
    )
    op.create_unique_constraint("uq_skus_id_seller_id_is_pack", "skus", ["id", "seller_id", "is_pack"])
    op.create_table(
        "pack_parts",
        sa.Column("pack_id", sa.UUID(), nullable=False),
        sa.Column("part_id", sa.UUID(), nullable=False),
        sa.Column("seller_id", sa.UUID(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False, comment="base units of the part in one pack"),
        sa.Column("pack_is", sa.Boolean(), sa.Computed("true", persisted=True), nullable=False),
        sa.Column("part_is", sa.Boolean(), sa.Computed("false", persisted=True), nullable=False),
        sa.CheckConstraint("quantity BETWEEN 1 AND 1000", name=op.f("ck_pack_parts_quantity")),
        sa.ForeignKeyConstraint(
            ["pack_id", "seller_id", "pack_is"],
            ["skus.id", "skus.seller_id", "skus.is_pack"],
            name=op.f("fk_pack_parts_pack_id_seller_id_pack_is"),
        ),
        sa.ForeignKeyConstraint(
            ["part_id", "seller_id", "part_is"],
            ["skus.id", "skus.seller_id", "skus.is_pack"],
            name=op.f("fk_pack_parts_part_id_seller_id_part_is"),
        ),
        sa.PrimaryKeyConstraint("pack_id", "part_id", name=op.f("pk_pack_parts")),
    )
    op.create_index("ix_pack_parts_part_id", "pack_parts", ["part_id"])
    # Nothing lies on a shelf under the code of a pack.
    op.add_column(
        "stock_levels", sa.Column("of_pack", sa.Boolean(), sa.Computed("false", persisted=True), nullable=False)
    )
    op.create_foreign_key(
        "fk_stock_levels_sku_id_seller_id_of_pack",
        "stock_levels",
        "skus",
        ["sku_id", "seller_id", "of_pack"],
        ["id", "seller_id", "is_pack"],
    )


def _frozen_parts() -> None:
    op.create_table(
        "order_line_parts",
        sa.Column("line_id", sa.UUID(), nullable=False),
        sa.Column("sku_id", sa.UUID(), nullable=False),
        sa.Column("buyer_id", sa.UUID(), nullable=False),
        sa.Column("seller_id", sa.UUID(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False, comment="base units in one pack"),
        sa.Column("sku_code", sa.String(40), nullable=False),
        sa.Column("name", sa.String(160), nullable=False),
        sa.Column("name_zh", sa.String(160), nullable=False),
        sa.Column("unit", sa.String(20), nullable=False),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_order_line_parts_positive")),
        sa.ForeignKeyConstraint(["line_id"], ["order_lines.id"], name=op.f("fk_order_line_parts_line_id")),
        sa.ForeignKeyConstraint(["sku_id"], ["skus.id"], name=op.f("fk_order_line_parts_sku_id")),
        sa.PrimaryKeyConstraint("line_id", "sku_id", name=op.f("pk_order_line_parts")),
    )
    op.create_index("ix_order_line_parts_sku_id", "order_line_parts", ["sku_id"])


def _properties() -> None:
    op.create_table(
        "properties",
        sa.Column("product_id", sa.UUID(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("seller_id", sa.UUID(), nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("name_zh", sa.String(60), nullable=False),
        sa.Column("value", sa.String(200), nullable=False),
        sa.Column("value_zh", sa.String(200), nullable=False),
        sa.Column("unit", sa.String(20), nullable=False),
        sa.CheckConstraint("position BETWEEN 1 AND 30", name=op.f("ck_properties_position")),
        sa.CheckConstraint(
            "(name <> '' OR name_zh <> '') AND (value <> '' OR value_zh <> '')", name=op.f("ck_properties_said")
        ),
        sa.ForeignKeyConstraint(["product_id"], ["products.id"], name=op.f("fk_properties_product_id")),
        sa.ForeignKeyConstraint(["seller_id"], ["organisations.id"], name=op.f("fk_properties_seller_id")),
        sa.PrimaryKeyConstraint("product_id", "position", name=op.f("pk_properties")),
    )


def _marks() -> None:
    op.create_table(
        "product_marks",
        sa.Column("product_id", sa.UUID(), nullable=False),
        sa.Column("mark", sa.String(12), nullable=False),
        sa.Column("seller_id", sa.UUID(), nullable=False),
        sa.Column("certificate", sa.String(80), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True, comment="the last day; none: for good"),
        sa.CheckConstraint(f"mark IN ({MARKS})", name=op.f("ck_product_marks_mark")),
        sa.ForeignKeyConstraint(["product_id"], ["products.id"], name=op.f("fk_product_marks_product_id")),
        sa.ForeignKeyConstraint(["seller_id"], ["organisations.id"], name=op.f("fk_product_marks_seller_id")),
        sa.PrimaryKeyConstraint("product_id", "mark", name=op.f("pk_product_marks")),
    )
    op.create_index("ix_product_marks_mark", "product_marks", ["mark", "product_id"])
    op.create_index("ix_product_marks_seller_id", "product_marks", ["seller_id", "valid_until"])
