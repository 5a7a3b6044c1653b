"""Tables of what was counted: by people walking along the shelves, and by other systems."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from trade.kernel.base import Base, Instant, Key


class StockTake(Base):
    """A count of a warehouse, written into the books all at once when it is posted."""

    __tablename__ = "stock_takes"
    __table_args__ = (
        CheckConstraint("state IN ('counting','posted','given_up')", name="state"),
        ForeignKeyConstraint(["warehouse_id", "seller_id"], ["warehouses.id", "warehouses.seller_id"]),
        Index("ix_stock_takes_seller", "seller_id", "begun_at"),
    )

    id: Mapped[Key]
    reference: Mapped[str] = mapped_column(String(12), unique=True)
    seller_id: Mapped[UUID]
    warehouse_id: Mapped[UUID]
    state: Mapped[str] = mapped_column(String(12))
    begun_at: Mapped[Instant]
    ended_at: Mapped[Instant | None]


class StockTakeLine(Base):
    """What was counted of a SKU's lot, beside what the books said at that moment: goods may move on meanwhile."""

    __tablename__ = "stock_take_lines"
    __table_args__ = (CheckConstraint("counted >= 0 AND booked >= 0", name="not_negative"),)

    take_id: Mapped[UUID] = mapped_column(ForeignKey("stock_takes.id"), primary_key=True)
    sku_id: Mapped[UUID] = mapped_column(ForeignKey("skus.id"), primary_key=True)
    lot: Mapped[str] = mapped_column(String(40), primary_key=True)
    expires_on: Mapped[date | None]
    seller_id: Mapped[UUID]
    counted: Mapped[int]
    booked: Mapped[int]
    person_id: Mapped[UUID | None]
    counted_at: Mapped[Instant]


class Observation(Base):
    """The newest count that a source has sent of a SKU's lot in a warehouse."""

    __tablename__ = "stock_observations"
    __table_args__ = (
        CheckConstraint("counted >= 0", name="not_negative"),
        ForeignKeyConstraint(["warehouse_id", "seller_id"], ["warehouses.id", "warehouses.seller_id"]),
    )

    sku_id: Mapped[UUID] = mapped_column(ForeignKey("skus.id"), primary_key=True)
    warehouse_id: Mapped[UUID] = mapped_column(primary_key=True)
    lot: Mapped[str] = mapped_column(String(40), primary_key=True)
    source: Mapped[str] = mapped_column(String(40), primary_key=True)
    seller_id: Mapped[UUID]
    counted: Mapped[int]
    sequence: Mapped[int | None] = mapped_column(BigInteger)
    observed_at: Mapped[Instant]
    received_at: Mapped[Instant]
