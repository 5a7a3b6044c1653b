"""Tables of imported past sales. No postings, stock, invoices or settlement come of them."""

from __future__ import annotations

from decimal import Decimal
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, Numeric, String
from sqlalchemy.orm import Mapped, mapped_column

from trade.kernel.base import Base, Currency, Instant, Key


class PastOrder(Base):
    """An invoice as imported. Without a buyer it is a counter sale: demand without a retailer."""

    __tablename__ = "past_orders"

    id: Mapped[Key]
    source: Mapped[str] = mapped_column(String(40), comment="which books it came from")
    invoice: Mapped[str] = mapped_column(String(20))
    buyer_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisations.id"), index=True)
    region_code: Mapped[str] = mapped_column(ForeignKey("regions.code"))
    currency: Mapped[Currency]
    at: Mapped[Instant]
    invoiced_at: Mapped[Instant] = mapped_column(comment="before it was shifted by whole weeks")

    __table_args__ = (Index("uq_past_orders_invoice", "source", "invoice", unique=True),)


class PastOrderLine(Base):
    """A line of a past order, in the order in which the invoice had it."""

    __tablename__ = "past_order_lines"
    __table_args__ = (
        CheckConstraint("quantity > 0 AND unit_price > 0", name="positive"),
        Index("ix_past_order_lines_sku", "sku_id"),
    )

    past_order_id: Mapped[UUID] = mapped_column(ForeignKey("past_orders.id"), primary_key=True)
    line: Mapped[int] = mapped_column(primary_key=True)
    sku_id: Mapped[UUID] = mapped_column(ForeignKey("skus.id"))
    quantity: Mapped[int]
    unit_price: Mapped[Decimal] = mapped_column(Numeric(12, 4))
