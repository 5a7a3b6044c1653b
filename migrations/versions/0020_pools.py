"""Let buyers of a region buy together: pools, commitments, and what is shipped of them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations import run_sql

revision = "0020"
down_revision = "0019"

TABLES = ("pools", "pool_goods", "commitments", "commitment_lines", "pool_shipments")


def key(name: str, refers: str | None = None, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.UUID(), *([sa.ForeignKey(refers)] if refers else []), nullable=nullable)


def instant(name: str, *, nullable: bool = False, comment: str | None = None) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable, comment=comment)


def number(name: str, *, big: bool = False, nullable: bool = False, comment: str | None = None) -> sa.Column[object]:
    return sa.Column(name, sa.BigInteger() if big else sa.Integer(), nullable=nullable, comment=comment)


def word(name: str, length: int, comment: str | None = None) -> sa.Column[object]:
    return sa.Column(name, sa.String(length), nullable=False, comment=comment)


def prose(name: str, comment: str | None = None) -> sa.Column[object]:
    return sa.Column(name, sa.Text(), nullable=False, comment=comment)


def check(table: str, name: str, condition: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(condition, name=op.f(f"ck_{table}_{name}"))


def upgrade() -> None:
    _pools()
    _goods()
    _commitments()
    _lines()
    _shipments()
    run_sql(op.get_bind(), "pools")


def _pools() -> None:
    op.create_table(
        "pools",
        key("id"),
        word("reference", 12),
        word("share_code", 16, "of the link that anybody may open"),
        key("seller_id"),
        word("title", 120),
        prose("note"),
        word("state", 10),
        word("currency", 3),
        sa.Column("regions", postgresql.ARRAY(sa.String(12)), nullable=False),
        word("time_zone", 40, "the seller's: its window is told in it"),
        instant("opens_at"),
        instant("closes_at"),
        instant("withdraw_until"),
        instant("first_closes_at", nullable=True, comment="before it was extended, which happens once"),
        sa.Column("quantities", postgresql.ARRAY(sa.Integer()), nullable=False, comment="each step from here up"),
        number("minimum", comment="below it the pool fails"),
        sa.Column(
            "proposed_because", postgresql.JSONB(), nullable=False, comment="the platform's reasoning; empty: none"
        ),
        key("repeats_id", nullable=True),
        instant("created_at"),
        instant("changed_at"),
        instant("offered_at", nullable=True, comment="since then buyers of its regions see it"),
        number("version", comment="counts every change that a page shows"),
        number("members"),
        number("joins", comment="how often it was joined; its terms are frozen by the first"),
        sa.Column("requested", postgresql.ARRAY(sa.BigInteger()), nullable=False),
        instant("warned_at", nullable=True, comment="when it was told that it closes soon"),
        instant("decided_at", nullable=True),
        number("step", nullable=True, comment="the step everybody pays, from 0"),
        number("total", big=True, nullable=True, comment="what counted at the close"),
        word("ended_because", 20, "of a failure"),
        prose("reason", "the seller's word, where it was cancelled or declined"),
        instant("finished_at", nullable=True, comment="when all orders were made and all money was back"),
        check("pools", "state", "state IN ('draft','proposed','declined','open','closed','failed','cancelled')"),
        check("pools", "window", "opens_at < closes_at AND withdraw_until BETWEEN opens_at AND closes_at"),
        check("pools", "extended", "first_closes_at < closes_at"),
        check("pools", "minimum", "minimum >= quantities[1] AND quantities[1] > 0"),
        check("pools", "counted", "members >= 0 AND joins >= members AND 0 <= ALL (requested)"),
        check("pools", "decided", "(state IN ('closed','failed','cancelled')) = (decided_at IS NOT NULL)"),
        check("pools", "finished", "finished_at IS NULL OR decided_at IS NOT NULL"),
        check("pools", "closed_at_a_step", "(state = 'closed') = (step IS NOT NULL)"),
        check("pools", "offered", "state NOT IN ('open','closed','failed') OR offered_at IS NOT NULL"),
        sa.ForeignKeyConstraint(["seller_id"], ["organisations.id"], name=op.f("fk_pools_seller_id")),
        sa.ForeignKeyConstraint(["repeats_id"], ["pools.id"], name=op.f("fk_pools_repeats_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pools")),
        sa.UniqueConstraint("reference", name=op.f("uq_pools_reference")),
        sa.UniqueConstraint("share_code", name=op.f("uq_pools_share_code")),
    )
    op.create_index("ix_pools_seller", "pools", ["seller_id", "created_at"])
    op.create_index("ix_pools_due", "pools", ["closes_at"], postgresql_where=sa.text("state = 'open'"))
    unfinished = sa.text("decided_at IS NOT NULL AND finished_at IS NULL")
    op.create_index("ix_pools_unfinished", "pools", ["decided_at"], postgresql_where=unfinished)


def _goods() -> None:
    op.create_table(
        "pool_goods",
        key("pool_id"),
        key("sku_id"),
        key("seller_id"),
        number("position"),
        sa.Column("unit_prices", postgresql.ARRAY(sa.Numeric(18, 6)), nullable=False),
        number("capacity"),
        number("multiple"),
        number("member_minimum"),
        number("demand", big=True, nullable=True, comment="of those among whom it was shared"),
        number("supply", nullable=True),
        number("odd", nullable=True, comment="multiples that went to the largest remainders"),
        check("pool_goods", "minimum", "multiple > 0 AND member_minimum > 0 AND member_minimum % multiple = 0"),
        check("pool_goods", "capacity", "capacity >= member_minimum AND capacity % multiple = 0"),
        check("pool_goods", "shared", "supply BETWEEN 0 AND capacity AND demand >= 0 AND odd >= 0"),
        sa.ForeignKeyConstraint(["pool_id"], ["pools.id"], name=op.f("fk_pool_goods_pool_id")),
        sa.ForeignKeyConstraint(["sku_id"], ["skus.id"], name=op.f("fk_pool_goods_sku_id")),
        sa.PrimaryKeyConstraint("pool_id", "sku_id", name=op.f("pk_pool_goods")),
        sa.UniqueConstraint("pool_id", "position", name=op.f("uq_pool_goods_pool_id_position")),
    )
    op.create_index("ix_pool_goods_sku", "pool_goods", ["sku_id"])


def _commitments() -> None:
    op.create_table(
        "commitments",
        key("id"),
        key("pool_id"),
        key("buyer_id"),
        key("seller_id"),
        sa.Column("person_id", sa.UUID(), nullable=False, comment="who answers for it, and for the order"),
        word("state", 10),
        number("only_from", comment="the step whose price it insists on; 0: any price"),
        word("means", 8),
        word("currency", 3),
        number("held_minor", big=True),
        number("captured_minor", big=True),
        number("released_minor", big=True),
        prose("delivery_address"),
        word("region_code", 12),
        instant("joined_at", comment="of equal claims the earlier one wins"),
        instant("changed_at"),
        number("version", comment="1, and one more for every raise"),
        word("release", 10, "why nothing of it came about"),
        key("order_id", nullable=True),
        instant("resolved_at", nullable=True),
        check("commitments", "state", "state IN ('open','withdrawn','ordered','released')"),
        check("commitments", "means", "means IN ('wallet','credit')"),
        check("commitments", "only_from", "only_from >= 0 AND version > 0"),
        check("commitments", "resolved", "(state = 'open') = (resolved_at IS NULL)"),
        check(
            "commitments",
            "adds_up",
            "held_minor > 0 AND captured_minor >= 0 AND released_minor >= 0"
            " AND captured_minor + released_minor = CASE state WHEN 'open' THEN 0 ELSE held_minor END",
        ),
        check(
            "commitments",
            "ordered",
            "(state = 'ordered') = (order_id IS NOT NULL) AND (state = 'ordered' OR captured_minor = 0)",
        ),
        check("commitments", "release", "(state = 'released') = (release <> '')"),
        sa.ForeignKeyConstraint(
            ["pool_id"], ["pools.id"], name=op.f("fk_commitments_pool_id"), deferrable=True, initially="DEFERRED"
        ),
        sa.ForeignKeyConstraint(["buyer_id"], ["organisations.id"], name=op.f("fk_commitments_buyer_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_commitments_person_id")),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_commitments_order_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commitments")),
        sa.UniqueConstraint("order_id", name=op.f("uq_commitments_order_id")),
    )
    op.create_index(
        "uq_commitments_one_each",
        "commitments",
        ["pool_id", "buyer_id"],
        unique=True,
        postgresql_where=sa.text("state <> 'withdrawn'"),
    )
    op.create_index("ix_commitments_buyer", "commitments", ["buyer_id", "joined_at"])
    op.create_index(
        "ix_commitments_open", "commitments", ["pool_id", "buyer_id"], postgresql_where=sa.text("state = 'open'")
    )


def _lines() -> None:
    op.create_table(
        "commitment_lines",
        key("commitment_id"),
        key("sku_id"),
        key("pool_id"),
        key("buyer_id"),
        key("seller_id"),
        number("quantity"),
        sa.Column("hold_price", sa.Numeric(18, 6), nullable=False),
        number("whole", nullable=True),
        number("odd", nullable=True),
        check("commitment_lines", "positive", "quantity > 0 AND hold_price > 0"),
        check("commitment_lines", "shared", "whole >= 0 AND odd >= 0 AND whole + odd <= quantity"),
        check("commitment_lines", "shared_whole", "(whole IS NULL) = (odd IS NULL)"),
        sa.ForeignKeyConstraint(["commitment_id"], ["commitments.id"], name=op.f("fk_commitment_lines_commitment_id")),
        sa.ForeignKeyConstraint(
            ["pool_id", "sku_id"],
            ["pool_goods.pool_id", "pool_goods.sku_id"],
            name=op.f("fk_commitment_lines_pool_id_sku_id"),
            deferrable=True,
            initially="DEFERRED",
        ),
        sa.PrimaryKeyConstraint("commitment_id", "sku_id", name=op.f("pk_commitment_lines")),
    )


def _shipments() -> None:
    op.create_table(
        "pool_shipments",
        key("id"),
        word("reference", 12),
        key("pool_id"),
        key("seller_id"),
        word("region_code", 12),
        instant("created_at"),
        word("carrier", 80),
        word("tracking", 80),
        instant("shipped_at", nullable=True, comment="when the last of its orders left"),
        sa.ForeignKeyConstraint(["pool_id"], ["pools.id"], name=op.f("fk_pool_shipments_pool_id")),
        sa.ForeignKeyConstraint(["region_code"], ["regions.code"], name=op.f("fk_pool_shipments_region_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pool_shipments")),
        sa.UniqueConstraint("reference", name=op.f("uq_pool_shipments_reference")),
        sa.UniqueConstraint("pool_id", "region_code", name=op.f("uq_pool_shipments_pool_id_region_code")),
    )


def downgrade() -> None:
    # Policies look at each other's tables, so they go first.
    for table in TABLES:
        op.execute(f"DROP POLICY party_reads ON {table}")
    for table in reversed(TABLES):
        op.drop_table(table)
    op.execute("DROP FUNCTION pooling_check_pool, pooling_check_goods, pooling_count, pooling_shared")
    op.execute("DROP FUNCTION pooling_regions, pooling_is_member")
