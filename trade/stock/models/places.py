"""Tables of where goods lie, and to whom they are promised."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, String, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from trade.kernel.base import Base, Instant, Key


class Warehouse(Base):
    """A place in which a seller's goods lie. The home warehouse holds what was never put anywhere else."""

    __tablename__ = "warehouses"
    __table_args__ = (
        UniqueConstraint("id", "seller_id"),
        UniqueConstraint("seller_id", "name"),
        UniqueConstraint("seller_id", "position"),
        CheckConstraint("NOT is_home OR closed_at IS NULL", name="home_is_open"),
        Index("uq_warehouses_home", "seller_id", unique=True, postgresql_where=text("is_home")),
    )

    id: Mapped[Key]
    seller_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    name: Mapped[str] = mapped_column(String(80))
    region_code: Mapped[str | None] = mapped_column(ForeignKey("regions.code"))
    nearby: Mapped[list[str]] = mapped_column(ARRAY(String(12)), comment="regions served next, nearest first")
    position: Mapped[int] = mapped_column(comment="decides between equally near ones")
    is_home: Mapped[bool]
    created_at: Mapped[Instant]
    closed_at: Mapped[Instant | None]


class Holding(Base):
    """How much of a SKU lies in a warehouse, of one lot; the empty lot holds what has none.

    Written by the database's own functions alone, under the lock of the SKU's level.
    """

    __tablename__ = "stock_holdings"
    __table_args__ = (
        UniqueConstraint("sku_id", "warehouse_id", "lot"),
        ForeignKeyConstraint(["warehouse_id", "seller_id"], ["warehouses.id", "warehouses.seller_id"]),
        CheckConstraint("allocated >= 0 AND allocated <= on_hand", name="not_oversold"),
        CheckConstraint("lot <> '' OR expires_on IS NULL", name="lot"),
        Index("ix_stock_holdings_seller", "seller_id", "expires_on"),
    )

    id: Mapped[Key]
    sku_id: Mapped[UUID] = mapped_column(ForeignKey("stock_levels.sku_id"))
    seller_id: Mapped[UUID]
    warehouse_id: Mapped[UUID]
    lot: Mapped[str] = mapped_column(String(40))
    expires_on: Mapped[date | None] = mapped_column(comment="the last day on which it may be used")
    on_hand: Mapped[int] = mapped_column(server_default=text("0"))
    allocated: Mapped[int] = mapped_column(server_default=text("0"), comment="belongs to placed orders")


class Allocation(Base):
    """From which holding an order line is served, and how much of that is still to leave."""

    __tablename__ = "stock_allocations"
    __table_args__ = (
        CheckConstraint("quantity >= 0", name="not_negative"),
        Index("ix_stock_allocations_holding", "holding_id", postgresql_where=text("quantity > 0")),
    )

    line_id: Mapped[UUID] = mapped_column(primary_key=True, comment="of an order: a higher area's")
    holding_id: Mapped[UUID] = mapped_column(ForeignKey("stock_holdings.id"), primary_key=True)
    sku_id: Mapped[UUID]
    seller_id: Mapped[UUID]
    quantity: Mapped[int]


class Reservation(Base):
    """Units of a SKU promised to an owner (a checkout, a pool) until an instant, wherever they lie."""

    __tablename__ = "stock_reservations"
    __table_args__ = (
        CheckConstraint("quantity > 0", name="positive"),
        Index("ix_stock_reservations_sku", "sku_id"),
        Index("ix_stock_reservations_expiry", "expires_at"),
    )

    owner: Mapped[str] = mapped_column(String(60), primary_key=True)
    sku_id: Mapped[UUID] = mapped_column(ForeignKey("stock_levels.sku_id"), primary_key=True)
    seller_id: Mapped[UUID]
    quantity: Mapped[int]
    expires_at: Mapped[Instant]
    reserved_at: Mapped[Instant]
