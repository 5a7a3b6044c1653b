"""Let prices be for a level, a region or one buyer, be graduated, count a family, be scheduled and be agreed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from migrations import run_sql

revision = "0012"
down_revision = "0011"

AUDIENCE_KEY = (
    "CASE audience WHEN 'base' THEN 'base' WHEN 'level' THEN 'level:' || level"
    " WHEN 'region' THEN 'region:' || region_code ELSE 'buyer:' || buyer_id::text END"
)
ONE_AT_A_TIME = (
    "ALTER TABLE ladders ADD CONSTRAINT ex_ladders_one_at_a_time EXCLUDE USING gist "
    "(price_list_id WITH =, sku_id WITH =, tstzrange(valid_from, valid_until) WITH &&)"
)
FOR_WHOM = (
    "(audience = 'level') = (level IS NOT NULL) AND (audience = 'region') = (region_code IS NOT NULL)"
    " AND (audience = 'buyer') = (buyer_id IS NOT NULL)"
)
EVERYBODY = "(SELECT pinhuo_is_known())"


def upgrade() -> None:
    _widen_lists()
    _widen_ladders()
    _make_levels()
    _make_agreements()
    op.add_column("order_lines", sa.Column("agreement_line_id", sa.UUID(), nullable=True))
    op.create_foreign_key(
        op.f("fk_order_lines_agreement_line_id"), "order_lines", "agreement_lines", ["agreement_line_id"], ["id"]
    )
    op.create_index(
        "ix_order_lines_agreement", "order_lines", ["agreement_line_id"],
        postgresql_where=sa.text("agreement_line_id IS NOT NULL"),
    )  # fmt: skip
    run_sql(op.get_bind(), "agreements")


def downgrade() -> None:
    for table in ("price_lists", "ladders"):
        op.execute(f"DROP POLICY party_reads ON {table}")
        op.execute(f"CREATE POLICY party_reads ON {table} FOR SELECT USING ({EVERYBODY})")
    run_sql(op.get_bind(), "remove_agreements")
    op.drop_index("ix_order_lines_agreement", table_name="order_lines")
    op.drop_column("order_lines", "agreement_line_id")
    for policy in ("owner_all", "party_reads", "party_adds", "party_changes", "party_removes"):
        op.execute(f"DROP POLICY {policy} ON agreement_lines")
    op.drop_table("agreement_lines")
    op.drop_table("agreements")
    op.drop_table("buyer_levels")
    op.execute("DELETE FROM ladders WHERE withdrawn_at IS NOT NULL")
    op.execute("DELETE FROM ladders USING price_lists p WHERE p.id = price_list_id AND p.audience <> 'base'")
    op.execute("DELETE FROM price_lists WHERE audience <> 'base'")
    for name in ("mode", "counting", "graduated_alone"):
        op.drop_constraint(f"ck_ladders_{name}", "ladders")
    op.drop_constraint("ex_ladders_one_at_a_time", "ladders")
    op.drop_index("ix_ladders_sku", table_name="ladders")
    op.create_index("ix_ladders_sku", "ladders", ["sku_id", "valid_from"])
    op.drop_column("ladders", "withdrawn_at")
    op.drop_column("ladders", "counting")
    op.execute(ONE_AT_A_TIME)
    op.drop_index("ix_price_lists_audience", table_name="price_lists")
    for name in ("audience", "for_whom"):
        op.drop_constraint(f"ck_price_lists_{name}", "price_lists")
    for column in ("archived_at", "audience_key", "buyer_id", "region_code", "level"):
        op.drop_column("price_lists", column)
    op.create_check_constraint(op.f("ck_price_lists_audience"), "price_lists", "audience IN ('base')")


def _widen_lists() -> None:
    op.add_column("price_lists", sa.Column("level", sa.String(length=20), nullable=True))
    op.add_column("price_lists", sa.Column("region_code", sa.String(length=12), nullable=True))
    op.add_column("price_lists", sa.Column("buyer_id", sa.UUID(), nullable=True))
    op.add_column(
        "price_lists",
        sa.Column("audience_key", sa.String(length=60), sa.Computed(AUDIENCE_KEY, persisted=True), nullable=False),
    )
    op.add_column(
        "price_lists",
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True, comment="its prices ended with it"),
    )
    op.create_foreign_key(op.f("fk_price_lists_region_code"), "price_lists", "regions", ["region_code"], ["code"])
    op.create_foreign_key(op.f("fk_price_lists_buyer_id"), "price_lists", "organisations", ["buyer_id"], ["id"])
    op.drop_constraint("ck_price_lists_audience", "price_lists")
    op.create_check_constraint(
        op.f("ck_price_lists_audience"), "price_lists", "audience IN ('base','level','region','buyer')"
    )
    op.create_check_constraint(op.f("ck_price_lists_for_whom"), "price_lists", FOR_WHOM)
    op.create_index("ix_price_lists_audience", "price_lists", ["seller_id", "audience_key"])


def _widen_ladders() -> None:
    op.add_column("ladders", sa.Column("counting", sa.String(length=8), nullable=False, server_default="sku"))
    op.add_column(
        "ladders",
        sa.Column(
            "withdrawn_at",
            sa.DateTime(timezone=True),
            nullable=True,
            comment="taken back before it began: it never holds",
        ),
    )
    op.create_check_constraint(op.f("ck_ladders_mode"), "ladders", "mode IN ('all_units','graduated')")
    op.create_check_constraint(op.f("ck_ladders_counting"), "ladders", "counting IN ('sku','product')")
    op.create_check_constraint(op.f("ck_ladders_graduated_alone"), "ladders", "mode = 'all_units' OR counting = 'sku'")
    op.drop_index("ix_ladders_sku", table_name="ladders")
    op.create_index(
        "ix_ladders_sku", "ladders", ["sku_id", "price_list_id", "valid_from"],
        postgresql_where=sa.text("withdrawn_at IS NULL"),
    )  # fmt: skip
    op.drop_constraint("ex_ladders_one_at_a_time", "ladders")
    op.execute(f"{ONE_AT_A_TIME} WHERE (withdrawn_at IS NULL)")


def _make_levels() -> None:
    op.create_table(
        "buyer_levels",
        sa.Column("seller_id", sa.UUID(), nullable=False),
        sa.Column("buyer_id", sa.UUID(), nullable=False),
        sa.Column("level", sa.String(length=20), nullable=False),
        sa.Column(
            "audience_key", sa.String(length=60), sa.Computed("'level:' || level", persisted=True), nullable=False
        ),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("level <> ''", name=op.f("ck_buyer_levels_level")),
        sa.ForeignKeyConstraint(["buyer_id"], ["organisations.id"], name=op.f("fk_buyer_levels_buyer_id")),
        sa.ForeignKeyConstraint(["seller_id"], ["organisations.id"], name=op.f("fk_buyer_levels_seller_id")),
        sa.PrimaryKeyConstraint("seller_id", "buyer_id", name=op.f("pk_buyer_levels")),
    )


def _make_agreements() -> None:
    op.create_table(
        "agreements",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("reference", sa.String(length=12), nullable=False),
        sa.Column("seller_id", sa.UUID(), nullable=False),
        sa.Column("buyer_id", sa.UUID(), nullable=False),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("valid_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("valid_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("accepted_by", sa.UUID(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("buyer_id <> seller_id", name=op.f("ck_agreements_two_parties")),
        sa.CheckConstraint("state IN ('draft','offered','accepted','ended')", name=op.f("ck_agreements_state")),
        sa.CheckConstraint("valid_until > valid_from", name=op.f("ck_agreements_period")),
        sa.ForeignKeyConstraint(["accepted_by"], ["people.id"], name=op.f("fk_agreements_accepted_by")),
        sa.ForeignKeyConstraint(["buyer_id"], ["organisations.id"], name=op.f("fk_agreements_buyer_id")),
        sa.ForeignKeyConstraint(["seller_id"], ["organisations.id"], name=op.f("fk_agreements_seller_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreements")),
        sa.UniqueConstraint("reference", name=op.f("uq_agreements_reference")),
    )
    op.create_index("ix_agreements_buyer", "agreements", ["buyer_id", "id"])
    op.create_index("ix_agreements_seller", "agreements", ["seller_id", "id"])
    op.create_table(
        "agreement_lines",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("agreement_id", sa.UUID(), nullable=False),
        sa.Column("seller_id", sa.UUID(), nullable=False),
        sa.Column("buyer_id", sa.UUID(), nullable=False),
        sa.Column("sku_id", sa.UUID(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("unit_price", sa.Numeric(precision=18, scale=6), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("uncapped", sa.Boolean(), nullable=False),
        sa.Column("consumed", sa.Integer(), nullable=False),
        sa.CheckConstraint("NOT uncapped OR capacity = 0", name=op.f("ck_agreement_lines_no_cap")),
        sa.CheckConstraint("capacity >= 0 AND consumed >= 0", name=op.f("ck_agreement_lines_not_negative")),
        sa.CheckConstraint("uncapped OR consumed <= capacity", name=op.f("ck_agreement_lines_within_capacity")),
        sa.CheckConstraint("unit_price > 0", name=op.f("ck_agreement_lines_unit_price")),
        sa.ForeignKeyConstraint(["agreement_id"], ["agreements.id"], name=op.f("fk_agreement_lines_agreement_id")),
        sa.ForeignKeyConstraint(["sku_id"], ["skus.id"], name=op.f("fk_agreement_lines_sku_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement_lines")),
        sa.UniqueConstraint("agreement_id", "sku_id", name=op.f("uq_agreement_lines_agreement_id_sku_id")),
    )
    op.create_index("ix_agreement_lines_buyer", "agreement_lines", ["buyer_id", "sku_id"])
