"""Let goods lie in several warehouses and lots; let promises of stock name their owner and their end."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations import run_sql

revision = "0009"
down_revision = "0008"

KINDS = "'received','counted','observed','shipped','returned','sent','arrived','written_off','sent_back'"
OWN = "seller_id = (SELECT pinhuo_organisation()) OR (SELECT pinhuo_sees_all())"
SELLERS_OWN = ("warehouses", "stock_takes", "stock_take_lines", "transfers", "transfer_lines", "stock_observations")
OF_FUNCTIONS = ("stock_holdings", "stock_allocations", "stock_reservations")
"""Read by their seller, written by the database's own functions alone."""

FUNCTIONS = (
    "stock_allocate", "stock_release", "stock_reserve", "stock_unreserve", "stock_expire", "stock_place",
    "stock_use_reservation", "stock_forget", "stock_shortages", "stock_weigh", "stock_split", "stock_dead",
    "stock_distance", "stock_day", "stock_delivery_days", "stock_usable",
)  # fmt: skip


def upgrade() -> None:
    _tables()
    _checks(
        "on_hand >= 0 AND allocated >= 0 AND reserved >= 0 AND unusable >= 0",
        "on_hand - allocated - reserved - unusable >= 0",
        KINDS,
    )
    op.create_check_constraint(op.f("ck_stock_levels_shelf_days"), "stock_levels", "shelf_days BETWEEN 0 AND 3650")
    op.create_check_constraint(op.f("ck_stock_moves_lot"), "stock_moves", "lot <> '' OR expires_on IS NULL")
    for script in ("stock_usable", "stock_holdings", "stock_promises"):
        run_sql(op.get_bind(), script)
    for table in SELLERS_OWN:
        op.execute(sa.select(sa.func.pinhuo_protect(sa.literal_column(f"'{table}'"), OWN, OWN)))
    for table in OF_FUNCTIONS:
        op.execute(sa.select(sa.func.pinhuo_protect(sa.literal_column(f"'{table}'"), OWN, "false")))


def downgrade() -> None:
    op.execute("DROP TRIGGER applied ON stock_moves")
    op.execute(f"DROP FUNCTION stock_apply_moves, {', '.join(FUNCTIONS)}")
    op.drop_constraint(op.f("ck_stock_moves_lot"), "stock_moves", type_="check")
    op.drop_constraint(op.f("ck_stock_levels_shelf_days"), "stock_levels", type_="check")
    _checks(
        "on_hand >= 0 AND allocated >= 0 AND reserved >= 0",
        "on_hand - allocated - reserved >= 0",
        "'received','counted','shipped','returned'",
    )
    _no_tables()
    for script in ("stock", "stock_moves"):
        run_sql(op.get_bind(), script)


def _checks(not_negative: str, not_oversold: str, kinds: str) -> None:
    """Say anew what the counts and the kinds of moves may be."""
    for table, name, condition in (
        ("stock_levels", "not_negative", not_negative),
        ("stock_levels", "not_oversold", not_oversold),
        ("stock_moves", "kind", f"kind IN ({kinds})"),
    ):
        op.drop_constraint(op.f(f"ck_{table}_{name}"), table, type_="check")
        op.create_check_constraint(op.f(f"ck_{table}_{name}"), table, condition)


def _tables() -> None:
    op.create_table(
        "warehouses",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("seller_id", sa.UUID(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("region_code", sa.String(length=12), nullable=True),
        sa.Column(
            "nearby",
            postgresql.ARRAY(sa.String(length=12)),
            nullable=False,
            comment="regions served next, nearest first",
        ),
        sa.Column("position", sa.Integer(), nullable=False, comment="decides between equally near ones"),
        sa.Column("is_home", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("NOT is_home OR closed_at IS NULL", name=op.f("ck_warehouses_home_is_open")),
        sa.ForeignKeyConstraint(["region_code"], ["regions.code"], name=op.f("fk_warehouses_region_code")),
        sa.ForeignKeyConstraint(["seller_id"], ["organisations.id"], name=op.f("fk_warehouses_seller_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_warehouses")),
        sa.UniqueConstraint("id", "seller_id", name=op.f("uq_warehouses_id_seller_id")),
        sa.UniqueConstraint("seller_id", "name", name=op.f("uq_warehouses_seller_id_name")),
        sa.UniqueConstraint("seller_id", "position", name=op.f("uq_warehouses_seller_id_position")),
    )
    op.create_index("uq_warehouses_home", "warehouses", ["seller_id"], unique=True, postgresql_where=sa.text("is_home"))
    op.create_table(
        "stock_takes",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("reference", sa.String(length=12), nullable=False),
        sa.Column("seller_id", sa.UUID(), nullable=False),
        sa.Column("warehouse_id", sa.UUID(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("state IN ('counting','posted','given_up')", name=op.f("ck_stock_takes_state")),
        sa.ForeignKeyConstraint(
            ["warehouse_id", "seller_id"],
            ["warehouses.id", "warehouses.seller_id"],
            name=op.f("fk_stock_takes_warehouse_id_seller_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stock_takes")),
        sa.UniqueConstraint("reference", name=op.f("uq_stock_takes_reference")),
    )
    op.create_index("ix_stock_takes_seller", "stock_takes", ["seller_id", "begun_at"], unique=False)
    op.create_table(
        "transfers",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("reference", sa.String(length=12), nullable=False),
        sa.Column("seller_id", sa.UUID(), nullable=False),
        sa.Column("from_id", sa.UUID(), nullable=False),
        sa.Column("to_id", sa.UUID(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("arrived_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("state IN ('on_its_way','arrived')", name=op.f("ck_transfers_state")),
        sa.CheckConstraint("from_id <> to_id", name=op.f("ck_transfers_two_places")),
        sa.ForeignKeyConstraint(
            ["from_id", "seller_id"],
            ["warehouses.id", "warehouses.seller_id"],
            name=op.f("fk_transfers_from_id_seller_id"),
        ),
        sa.ForeignKeyConstraint(
            ["to_id", "seller_id"], ["warehouses.id", "warehouses.seller_id"], name=op.f("fk_transfers_to_id_seller_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_transfers")),
        sa.UniqueConstraint("reference", name=op.f("uq_transfers_reference")),
    )
    op.create_index("ix_transfers_seller", "transfers", ["seller_id", "sent_at"], unique=False)
    op.create_table(
        "stock_observations",
        sa.Column("sku_id", sa.UUID(), nullable=False),
        sa.Column("warehouse_id", sa.UUID(), nullable=False),
        sa.Column("lot", sa.String(length=40), nullable=False),
        sa.Column("source", sa.String(length=40), nullable=False),
        sa.Column("seller_id", sa.UUID(), nullable=False),
        sa.Column("counted", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=True),
        sa.Column("observed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("counted >= 0", name=op.f("ck_stock_observations_not_negative")),
        sa.ForeignKeyConstraint(["sku_id"], ["skus.id"], name=op.f("fk_stock_observations_sku_id")),
        sa.ForeignKeyConstraint(
            ["warehouse_id", "seller_id"],
            ["warehouses.id", "warehouses.seller_id"],
            name=op.f("fk_stock_observations_warehouse_id_seller_id"),
        ),
        sa.PrimaryKeyConstraint("sku_id", "warehouse_id", "lot", "source", name=op.f("pk_stock_observations")),
    )
    op.create_table(
        "stock_take_lines",
        sa.Column("take_id", sa.UUID(), nullable=False),
        sa.Column("sku_id", sa.UUID(), nullable=False),
        sa.Column("lot", sa.String(length=40), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("seller_id", sa.UUID(), nullable=False),
        sa.Column("counted", sa.Integer(), nullable=False),
        sa.Column("booked", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.UUID(), nullable=True),
        sa.Column("counted_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("counted >= 0 AND booked >= 0", name=op.f("ck_stock_take_lines_not_negative")),
        sa.ForeignKeyConstraint(["sku_id"], ["skus.id"], name=op.f("fk_stock_take_lines_sku_id")),
        sa.ForeignKeyConstraint(["take_id"], ["stock_takes.id"], name=op.f("fk_stock_take_lines_take_id")),
        sa.PrimaryKeyConstraint("take_id", "sku_id", "lot", name=op.f("pk_stock_take_lines")),
    )
    op.create_table(
        "transfer_lines",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("transfer_id", sa.UUID(), nullable=False),
        sa.Column("seller_id", sa.UUID(), nullable=False),
        sa.Column("sku_id", sa.UUID(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("lot", sa.String(length=40), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("shipped", sa.Integer(), nullable=False),
        sa.Column("received", sa.Integer(), nullable=False),
        sa.Column("rejected", sa.Integer(), nullable=False, comment="arrived, but not fit to be put in"),
        sa.Column("lost", sa.Integer(), nullable=False),
        sa.Column("in_transit", sa.Integer(), nullable=False),
        sa.CheckConstraint("shipped = received + rejected + lost + in_transit", name=op.f("ck_transfer_lines_adds_up")),
        sa.CheckConstraint(
            "shipped > 0 AND received >= 0 AND rejected >= 0 AND lost >= 0 AND in_transit >= 0",
            name=op.f("ck_transfer_lines_not_negative"),
        ),
        sa.ForeignKeyConstraint(["sku_id"], ["skus.id"], name=op.f("fk_transfer_lines_sku_id")),
        sa.ForeignKeyConstraint(["transfer_id"], ["transfers.id"], name=op.f("fk_transfer_lines_transfer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_transfer_lines")),
        sa.UniqueConstraint("transfer_id", "sku_id", "lot", name=op.f("uq_transfer_lines_transfer_id_sku_id_lot")),
    )
    op.create_table(
        "stock_holdings",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("sku_id", sa.UUID(), nullable=False),
        sa.Column("seller_id", sa.UUID(), nullable=False),
        sa.Column("warehouse_id", sa.UUID(), nullable=False),
        sa.Column("lot", sa.String(length=40), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=True, comment="the last day on which it may be used"),
        sa.Column("on_hand", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column(
            "allocated", sa.Integer(), server_default=sa.text("0"), nullable=False, comment="belongs to placed orders"
        ),
        sa.CheckConstraint("lot <> '' OR expires_on IS NULL", name=op.f("ck_stock_holdings_lot")),
        sa.CheckConstraint("allocated >= 0 AND allocated <= on_hand", name=op.f("ck_stock_holdings_not_oversold")),
        sa.ForeignKeyConstraint(["sku_id"], ["stock_levels.sku_id"], name=op.f("fk_stock_holdings_sku_id")),
        sa.ForeignKeyConstraint(
            ["warehouse_id", "seller_id"],
            ["warehouses.id", "warehouses.seller_id"],
            name=op.f("fk_stock_holdings_warehouse_id_seller_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stock_holdings")),
        sa.UniqueConstraint("sku_id", "warehouse_id", "lot", name=op.f("uq_stock_holdings_sku_id_warehouse_id_lot")),
    )
    op.create_index("ix_stock_holdings_seller", "stock_holdings", ["seller_id", "expires_on"], unique=False)
    op.create_table(
        "stock_reservations",
        sa.Column("owner", sa.String(length=60), nullable=False),
        sa.Column("sku_id", sa.UUID(), nullable=False),
        sa.Column("seller_id", sa.UUID(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reserved_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_stock_reservations_positive")),
        sa.ForeignKeyConstraint(["sku_id"], ["stock_levels.sku_id"], name=op.f("fk_stock_reservations_sku_id")),
        sa.PrimaryKeyConstraint("owner", "sku_id", name=op.f("pk_stock_reservations")),
    )
    op.create_index("ix_stock_reservations_expiry", "stock_reservations", ["expires_at"], unique=False)
    op.create_index("ix_stock_reservations_sku", "stock_reservations", ["sku_id"], unique=False)
    op.create_table(
        "stock_allocations",
        sa.Column("line_id", sa.UUID(), nullable=False, comment="of an order: a higher area's"),
        sa.Column("holding_id", sa.UUID(), nullable=False),
        sa.Column("sku_id", sa.UUID(), nullable=False),
        sa.Column("seller_id", sa.UUID(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.CheckConstraint("quantity >= 0", name=op.f("ck_stock_allocations_not_negative")),
        sa.ForeignKeyConstraint(["holding_id"], ["stock_holdings.id"], name=op.f("fk_stock_allocations_holding_id")),
        sa.PrimaryKeyConstraint("line_id", "holding_id", name=op.f("pk_stock_allocations")),
    )
    op.create_index(
        "ix_stock_allocations_holding",
        "stock_allocations",
        ["holding_id"],
        unique=False,
        postgresql_where=sa.text("quantity > 0"),
    )
    op.add_column(
        "stock_levels",
        sa.Column(
            "unusable",
            sa.Integer(),
            server_default=sa.text("0"),
            nullable=False,
            comment="free, but expires too early to be sold",
        ),
    )
    op.add_column(
        "stock_levels",
        sa.Column(
            "shelf_days",
            sa.Integer(),
            server_default=sa.text("0"),
            nullable=False,
            comment="must keep so long after delivery",
        ),
    )
    op.add_column(
        "stock_levels",
        sa.Column("is_split", sa.Boolean(), server_default=sa.text("false"), nullable=False, comment="has holdings"),
    )
    op.add_column(
        "stock_moves",
        sa.Column(
            "warehouse_id", sa.UUID(), nullable=True, comment="empty: where the seller's goods lie by themselves"
        ),
    )
    op.add_column("stock_moves", sa.Column("lot", sa.String(length=40), server_default="", nullable=False))
    op.add_column("stock_moves", sa.Column("expires_on", sa.Date(), nullable=True))
    op.add_column("stock_moves", sa.Column("transfer_id", sa.UUID(), nullable=True))
    op.create_foreign_key(
        op.f("fk_stock_moves_warehouse_id_seller_id"),
        "stock_moves",
        "warehouses",
        ["warehouse_id", "seller_id"],
        ["id", "seller_id"],
    )


def _no_tables() -> None:

    op.drop_constraint(op.f("fk_stock_moves_warehouse_id_seller_id"), "stock_moves", type_="foreignkey")
    op.drop_column("stock_moves", "transfer_id")
    op.drop_column("stock_moves", "expires_on")
    op.drop_column("stock_moves", "lot")
    op.drop_column("stock_moves", "warehouse_id")
    op.drop_column("stock_levels", "is_split")
    op.drop_column("stock_levels", "shelf_days")
    op.drop_column("stock_levels", "unusable")
    op.drop_index(
        "ix_stock_allocations_holding", table_name="stock_allocations", postgresql_where=sa.text("quantity > 0")
    )
    op.drop_table("stock_allocations")
    op.drop_index("ix_stock_reservations_sku", table_name="stock_reservations")
    op.drop_index("ix_stock_reservations_expiry", table_name="stock_reservations")
    op.drop_table("stock_reservations")
    op.drop_index("ix_stock_holdings_seller", table_name="stock_holdings")
    op.drop_table("stock_holdings")
    op.drop_table("transfer_lines")
    op.drop_table("stock_take_lines")
    op.drop_table("stock_observations")
    op.drop_index("ix_transfers_seller", table_name="transfers")
    op.drop_table("transfers")
    op.drop_index("ix_stock_takes_seller", table_name="stock_takes")
    op.drop_table("stock_takes")
    op.drop_index("uq_warehouses_home", table_name="warehouses", postgresql_where=sa.text("is_home"))
    op.drop_table("warehouses")
