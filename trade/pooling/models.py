"""Tables of pools, their goods, the commitments to them, and what is shipped of them together."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    Numeric,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from trade.kernel.base import Base, Currency, Instant, Key, Minor, UnitPrice


class Pool(Base):
    """A seller's offer to regions for a window: the more its members ask for together, the less a unit costs.

    ``requested`` counts what is asked for, by good and by the step it is asked from on, one good's steps after the
    other's; with ``quantities`` it says at any moment which price is reached, from this one row.
    """

    __tablename__ = "pools"
    __table_args__ = (
        CheckConstraint(
            "state IN ('draft','proposed','declined','open','making','closed','failed','cancelled')", name="state"
        ),
        CheckConstraint("opens_at < closes_at AND withdraw_until BETWEEN opens_at AND closes_at", name="window"),
        CheckConstraint("first_closes_at < closes_at", name="extended"),
        CheckConstraint("minimum >= quantities[1] AND quantities[1] > 0", name="minimum"),
        CheckConstraint("members >= 0 AND joins >= members AND 0 <= ALL (requested)", name="counted"),
        CheckConstraint(
            "(state IN ('making','closed','failed','cancelled')) = (decided_at IS NOT NULL)", name="decided"
        ),
        CheckConstraint("finished_at IS NULL OR decided_at IS NOT NULL", name="finished"),
        CheckConstraint(
            "CASE WHEN state IN ('making','closed') THEN step IS NOT NULL"
            " WHEN state IN ('failed','cancelled') THEN step IS NULL OR ready_by IS NOT NULL ELSE step IS NULL END",
            name="closed_at_a_step",
        ),
        CheckConstraint("state NOT IN ('open','making','closed','failed') OR offered_at IS NOT NULL", name="offered"),
        CheckConstraint("ready_by > closes_at", name="ready_by"),
        CheckConstraint("(arrived_at IS NOT NULL) = (state = 'closed' AND ready_by IS NOT NULL)", name="arrived"),
        CheckConstraint("state <> 'making' OR (ready_by IS NOT NULL AND finished_at IS NULL)", name="making"),
        Index("ix_pools_seller", "seller_id", "created_at"),
        Index("ix_pools_due", "closes_at", postgresql_where=text("state = 'open'")),
        Index("ix_pools_making", "ready_by", postgresql_where=text("state = 'making'")),
        Index(
            "ix_pools_unfinished",
            "decided_at",
            postgresql_where=text("decided_at IS NOT NULL AND finished_at IS NULL"),
        ),
    )

    id: Mapped[Key]
    reference: Mapped[str] = mapped_column(String(12), unique=True)
    share_code: Mapped[str] = mapped_column(String(16), unique=True, comment="of the link that anybody may open")
    seller_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    title: Mapped[str] = mapped_column(String(120))
    note: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(10))
    currency: Mapped[Currency]
    regions: Mapped[list[str]] = mapped_column(ARRAY(String(12)))
    time_zone: Mapped[str] = mapped_column(String(40), comment="the seller's: its window is told in it")
    opens_at: Mapped[Instant]
    closes_at: Mapped[Instant]
    withdraw_until: Mapped[Instant]
    ready_by: Mapped[Instant | None] = mapped_column(
        comment="of goods made to order: by then they are there, or it fails"
    )
    first_closes_at: Mapped[Instant | None] = mapped_column(comment="before it was extended, which happens once")
    quantities: Mapped[list[int]] = mapped_column(ARRAY(Integer), comment="each step from here up")
    minimum: Mapped[int] = mapped_column(comment="below it the pool fails")
    proposed_because: Mapped[dict[str, Any]] = mapped_column(JSONB, comment="the platform's reasoning; empty: none")
    repeats_id: Mapped[UUID | None] = mapped_column(ForeignKey("pools.id"))
    created_at: Mapped[Instant]
    changed_at: Mapped[Instant]
    offered_at: Mapped[Instant | None] = mapped_column(comment="since then buyers of its regions see it")
    version: Mapped[int] = mapped_column(comment="counts every change that a page shows")
    members: Mapped[int]
    joins: Mapped[int] = mapped_column(comment="how often it was joined; its terms are frozen by the first")
    requested: Mapped[list[int]] = mapped_column(ARRAY(BigInteger))
    warned_at: Mapped[Instant | None] = mapped_column(comment="when it was told that it closes soon")
    decided_at: Mapped[Instant | None]
    step: Mapped[int | None] = mapped_column(comment="the step everybody pays, from 0")
    total: Mapped[int | None] = mapped_column(BigInteger, comment="what counted at the close")
    ended_because: Mapped[str] = mapped_column(String(20), comment="of a failure")
    reason: Mapped[str] = mapped_column(Text, comment="the seller's word, where it was cancelled or declined")
    arrived_at: Mapped[Instant | None] = mapped_column(
        comment="when the seller said that what was made to order is there"
    )
    finished_at: Mapped[Instant | None] = mapped_column(comment="when all orders were made and all money was back")


class PoolGood(Base):
    """A SKU in a pool, with its price at each step. The last four say how it was shared at the close."""

    __tablename__ = "pool_goods"
    __table_args__ = (
        CheckConstraint("multiple > 0 AND member_minimum > 0 AND member_minimum % multiple = 0", name="minimum"),
        CheckConstraint("capacity >= member_minimum AND capacity % multiple = 0", name="capacity"),
        CheckConstraint(
            "supply BETWEEN 0 AND capacity AND demand >= 0 AND odd >= 0 AND allotted BETWEEN 0 AND supply",
            name="shared",
        ),
        UniqueConstraint("pool_id", "position"),
        Index("ix_pool_goods_sku", "sku_id"),
    )

    pool_id: Mapped[UUID] = mapped_column(ForeignKey("pools.id"), primary_key=True)
    sku_id: Mapped[UUID] = mapped_column(ForeignKey("skus.id"), primary_key=True)
    seller_id: Mapped[UUID]
    position: Mapped[int]
    unit_prices: Mapped[list[Decimal]] = mapped_column(ARRAY(Numeric(18, 6)))
    capacity: Mapped[int]
    multiple: Mapped[int]
    member_minimum: Mapped[int]
    demand: Mapped[int | None] = mapped_column(BigInteger, comment="of those among whom it was shared")
    supply: Mapped[int | None]
    allotted: Mapped[int | None] = mapped_column(comment="what members get in all")
    odd: Mapped[int | None] = mapped_column(comment="multiples that went to the largest remainders")


class Commitment(Base):
    """What an organisation binds itself to take from a pool, and the money held for it.

    While it is open all of ``held_minor`` lies on the organisation's hold account; afterwards it was captured for the
    order or released, to the last unit.
    """

    __tablename__ = "commitments"
    __table_args__ = (
        CheckConstraint("state IN ('open','withdrawn','ordered','released')", name="state"),
        CheckConstraint("means IN ('wallet','credit')", name="means"),
        CheckConstraint("only_from >= 0 AND version > 0", name="only_from"),
        CheckConstraint("(state = 'open') = (resolved_at IS NULL)", name="resolved"),
        CheckConstraint(
            "held_minor > 0 AND captured_minor >= 0 AND released_minor >= 0"
            " AND captured_minor + released_minor = CASE state WHEN 'open' THEN 0 ELSE held_minor END",
            name="adds_up",
        ),
        CheckConstraint(
            "(state = 'ordered') = (order_id IS NOT NULL) AND (state = 'ordered' OR captured_minor = 0)", name="ordered"
        ),
        CheckConstraint("(state = 'released') = (release <> '')", name="release"),
        Index(
            "uq_commitments_one_each",
            "pool_id",
            "buyer_id",
            unique=True,
            postgresql_where=text("state <> 'withdrawn'"),
        ),
        Index("ix_commitments_buyer", "buyer_id", "joined_at"),
        Index("ix_commitments_open", "pool_id", "buyer_id", postgresql_where=text("state = 'open'")),
    )

    id: Mapped[Key]
    # The pool's row is where everybody queues: it is asked for at the commit, when it is this transaction's own anyway.
    pool_id: Mapped[UUID] = mapped_column(ForeignKey("pools.id", deferrable=True, initially="DEFERRED"))
    buyer_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    seller_id: Mapped[UUID]
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"), comment="who answers for it, and for the order")
    state: Mapped[str] = mapped_column(String(10))
    only_from: Mapped[int] = mapped_column(comment="the step whose price it insists on; 0: any price")
    means: Mapped[str] = mapped_column(String(8))
    currency: Mapped[Currency]
    held_minor: Mapped[Minor]
    captured_minor: Mapped[Minor]
    released_minor: Mapped[Minor]
    delivery_address: Mapped[str] = mapped_column(Text)
    region_code: Mapped[str] = mapped_column(String(12))
    joined_at: Mapped[Instant] = mapped_column(comment="of equal claims the earlier one wins")
    changed_at: Mapped[Instant]
    version: Mapped[int] = mapped_column(comment="1, and one more for every raise")
    release: Mapped[str] = mapped_column(String(10), comment="why nothing of it came about")
    order_id: Mapped[UUID | None] = mapped_column(ForeignKey("orders.id"), unique=True)
    resolved_at: Mapped[Instant | None]


class CommitmentLine(Base):
    """How much of a SKU, the price it is held at, and what it got: whole multiples of its exact share, and an odd one."""

    __tablename__ = "commitment_lines"
    __table_args__ = (
        CheckConstraint("quantity > 0 AND hold_price > 0", name="positive"),
        CheckConstraint("whole >= 0 AND odd >= 0 AND whole + odd <= quantity", name="shared"),
        CheckConstraint("(whole IS NULL) = (odd IS NULL)", name="shared_whole"),
        ForeignKeyConstraint(
            ["pool_id", "sku_id"], ["pool_goods.pool_id", "pool_goods.sku_id"], deferrable=True, initially="DEFERRED"
        ),
    )

    commitment_id: Mapped[UUID] = mapped_column(ForeignKey("commitments.id"), primary_key=True)
    sku_id: Mapped[UUID] = mapped_column(primary_key=True)
    pool_id: Mapped[UUID]
    buyer_id: Mapped[UUID]
    seller_id: Mapped[UUID]
    quantity: Mapped[int]
    hold_price: Mapped[UnitPrice]
    whole: Mapped[int | None]
    odd: Mapped[int | None]

    @property
    def allotted(self) -> int:
        """What is ordered of it; nothing before the close."""
        return (self.whole or 0) + (self.odd or 0)


class PoolShipment(Base):
    """All orders of a closed pool that go to one region, shipped together."""

    __tablename__ = "pool_shipments"
    __table_args__ = (UniqueConstraint("pool_id", "region_code"),)

    id: Mapped[Key]
    reference: Mapped[str] = mapped_column(String(12), unique=True)
    pool_id: Mapped[UUID] = mapped_column(ForeignKey("pools.id"))
    seller_id: Mapped[UUID]
    region_code: Mapped[str] = mapped_column(ForeignKey("regions.code"))
    created_at: Mapped[Instant]
    carrier: Mapped[str] = mapped_column(String(80))
    tracking: Mapped[str] = mapped_column(String(80))
    shipped_at: Mapped[Instant | None] = mapped_column(comment="when the last of its orders left")
