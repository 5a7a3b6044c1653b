"""Tables of carts, orders and shipments."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from trade.kernel.base import Base, Currency, Instant, Key, Minor, Rate, UnitPrice


class Cart(Base):
    """What a member is about to order: one cart a person and organisation."""

    __tablename__ = "carts"
    __table_args__ = (UniqueConstraint("buyer_id", "person_id"),)

    id: Mapped[Key]
    buyer_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    created_at: Mapped[Instant]
    changes: Mapped[int] = mapped_column(
        default=0,
        server_default="0",
        comment="how often it was locked to be changed: which of two answers is the newer",
    )


class CartLine(Base):
    """A SKU in a cart, priced when it was last touched; the check page prices it afresh."""

    __tablename__ = "cart_lines"
    __table_args__ = (CheckConstraint("quantity > 0 AND amount_minor >= 0", name="positive"),)

    cart_id: Mapped[UUID] = mapped_column(ForeignKey("carts.id", ondelete="CASCADE"), primary_key=True)
    sku_id: Mapped[UUID] = mapped_column(ForeignKey("skus.id"), primary_key=True)
    buyer_id: Mapped[UUID]
    seller_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    quantity: Mapped[int]
    unit_price: Mapped[UnitPrice]
    amount_minor: Mapped[Minor]
    currency: Mapped[Currency]
    added_at: Mapped[Instant]


class Order(Base):
    """A buyer's order with one seller. What it says of prices and parties is frozen."""

    __tablename__ = "orders"
    __table_args__ = (
        CheckConstraint("total_minor = net_minor + tax_minor", name="adds_up"),
        CheckConstraint("claim_hours > 0 AND (claims_usual OR claim_hours IS NOT NULL)", name="claim_hours"),
        CheckConstraint(
            "state IN ('placed','confirmed','partly_shipped','shipped','delivered','completed','cancelled')",
            name="state",
        ),
        CheckConstraint("approved_by <> placed_by", name="two_people"),
        CheckConstraint("means IN ('wallet','credit')", name="means"),
        CheckConstraint("replaces_id IS NULL OR total_minor = 0", name="replacement"),
        CheckConstraint("open_claims >= 0 AND compensated_minor BETWEEN 0 AND total_minor", name="claims"),
        Index("ix_orders_buyer", "buyer_id", "placed_at"),
        Index("ix_orders_seller", "seller_id", "placed_at"),
        Index("ix_orders_placed", "placed_at"),
        Index("ix_orders_unsettled", "seller_id", "currency", "completed_at",
              postgresql_where=text("state = 'completed' AND settled_at IS NULL")),
        Index("ix_orders_replaces_id", "replaces_id", postgresql_where=text("replaces_id IS NOT NULL")),
        Index("ix_orders_waiting", "delivered_at", postgresql_where=text("state = 'delivered'")),
    )  # fmt: skip

    id: Mapped[Key]
    reference: Mapped[str] = mapped_column(String(12), unique=True)
    buyer_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    seller_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    placed_by: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    approved_by: Mapped[UUID | None] = mapped_column(
        ForeignKey("people.id"), comment="above the limits of who placed it"
    )
    state: Mapped[str] = mapped_column(String(16))
    currency: Mapped[Currency]
    net_minor: Mapped[Minor]
    tax_minor: Mapped[Minor]
    total_minor: Mapped[Minor]
    refunded_minor: Mapped[Minor] = mapped_column(default=0, comment="given back to the wallet")
    buyer_party: Mapped[dict[str, Any]] = mapped_column(JSONB, comment="legal identity, frozen")
    seller_party: Mapped[dict[str, Any]] = mapped_column(JSONB, comment="legal identity, frozen")
    delivery_address: Mapped[str] = mapped_column(Text)
    delivery_region: Mapped[str | None] = mapped_column(String(12), comment="of the address, frozen")
    requested_on: Mapped[date | None] = mapped_column(comment="the day the buyer asked for")
    promised_on: Mapped[date] = mapped_column(comment="when it was to be there, frozen")
    time_zone: Mapped[str] = mapped_column(String(40))
    note: Mapped[str] = mapped_column(Text, default="")
    means: Mapped[str] = mapped_column(String(8), default="wallet", server_default="wallet")
    placed_at: Mapped[Instant]
    confirmed_at: Mapped[Instant | None]
    shipped_at: Mapped[Instant | None]
    delivered_at: Mapped[Instant | None]
    completed_at: Mapped[Instant | None]
    cancelled_at: Mapped[Instant | None]
    settled_at: Mapped[Instant | None] = mapped_column(comment="when a statement took its lines")
    replaces_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("orders.id"), comment="the order of which claimed goods are sent again with this one, for nothing"
    )
    open_claims: Mapped[int] = mapped_column(default=0, server_default="0", comment="it completes when there are none")
    claim_hours: Mapped[int | None] = mapped_column(comment="the longest of its lines that have hours of their own")
    claims_usual: Mapped[bool] = mapped_column(
        default=True, server_default="true", comment="a line has the usual time for claims"
    )
    compensated_minor: Mapped[Minor] = mapped_column(default=0, server_default="0", comment="paid for claims")

    lines: Mapped[list[OrderLine]] = relationship(order_by="OrderLine.position")


class OrderLine(Base):
    """A line of an order, with everything that later papers need, frozen."""

    __tablename__ = "order_lines"
    __table_args__ = (
        CheckConstraint("gross_minor = net_minor + tax_minor", name="adds_up"),
        CheckConstraint(
            "tax_rate >= 0 AND tax_rate < 1 AND tax_minor = round(gross_minor * tax_rate / (1 + tax_rate))", name="tax"
        ),
        CheckConstraint(
            "tax_class IN ('standard','reduced') OR tax_class IN ('zero','exempt') AND tax_rate = 0", name="tax_class"
        ),
        CheckConstraint("shipped >= 0 AND cancelled >= 0 AND shipped + cancelled <= quantity", name="shipped"),
        CheckConstraint("refunded_minor BETWEEN 0 AND gross_minor", name="refunded"),
        CheckConstraint("spoilt BETWEEN 0 AND quantity", name="spoilt"),
        CheckConstraint("claim_hours > 0", name="claim_hours"),
        Index("ix_order_lines_spoilt", "order_id", postgresql_where=text("spoilt > 0")),
        Index("ix_order_lines_order", "order_id", "position"),
        Index("ix_order_lines_sku", "sku_id"),
        Index("ix_order_lines_agreement", "agreement_line_id", postgresql_where=text("agreement_line_id IS NOT NULL")),
    )

    id: Mapped[Key]
    order_id: Mapped[UUID] = mapped_column(ForeignKey("orders.id"))
    buyer_id: Mapped[UUID]
    seller_id: Mapped[UUID]
    sku_id: Mapped[UUID] = mapped_column(ForeignKey("skus.id"))
    position: Mapped[int]
    sku_code: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(160))
    unit: Mapped[str] = mapped_column(String(20))
    quantity: Mapped[int]
    shipped: Mapped[int] = mapped_column(default=0)
    cancelled: Mapped[int] = mapped_column(default=0)
    spoilt: Mapped[int] = mapped_column(default=0, server_default="0", comment="keeps no longer: told to its buyer")
    cleared_at: Mapped[Instant | None] = mapped_column(comment="may leave although its product was held back before")
    unit_price: Mapped[UnitPrice]
    net_minor: Mapped[Minor]
    tax_rate: Mapped[Rate] = mapped_column(default=Decimal(0))
    tax_minor: Mapped[Minor] = mapped_column(default=0)
    tax_class: Mapped[str] = mapped_column(String(8), server_default="standard", comment="of its goods, frozen")
    gross_minor: Mapped[Minor]
    refunded_minor: Mapped[Minor] = mapped_column(default=0)
    commission_rate: Mapped[Rate]
    claim_hours: Mapped[int | None] = mapped_column(
        comment="hours after delivery in which it can be claimed, frozen; none: the usual time"
    )
    currency: Mapped[Currency]
    price_trace: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, comment="why this price")
    agreement_line_id: Mapped[UUID | None] = mapped_column(ForeignKey("agreement_lines.id"))

    @property
    def open_quantity(self) -> int:
        """What is still to ship."""
        return self.quantity - self.shipped - self.cancelled


class OrderLinePart(Base):
    """What a pack that was ordered is made up of, frozen: its stock is that of its parts."""

    __tablename__ = "order_line_parts"
    __table_args__ = (
        CheckConstraint("quantity > 0", name="positive"),
        Index("ix_order_line_parts_sku_id", "sku_id"),
    )

    line_id: Mapped[UUID] = mapped_column(ForeignKey("order_lines.id"), primary_key=True)
    sku_id: Mapped[UUID] = mapped_column(ForeignKey("skus.id"), primary_key=True)
    buyer_id: Mapped[UUID]
    seller_id: Mapped[UUID]
    position: Mapped[int]
    quantity: Mapped[int] = mapped_column(comment="base units in one pack")
    sku_code: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(160))
    name_zh: Mapped[str] = mapped_column(String(160))
    unit: Mapped[str] = mapped_column(String(20))


class Shipment(Base):
    """Goods of an order that left together."""

    __tablename__ = "shipments"

    id: Mapped[Key]
    reference: Mapped[str] = mapped_column(String(12), unique=True)
    order_id: Mapped[UUID] = mapped_column(ForeignKey("orders.id"), index=True)
    buyer_id: Mapped[UUID]
    seller_id: Mapped[UUID]
    carrier: Mapped[str] = mapped_column(String(80), default="")
    tracking: Mapped[str] = mapped_column(String(80), default="")
    shipped_at: Mapped[Instant]
    received_at: Mapped[Instant | None]

    lines: Mapped[list[ShipmentLine]] = relationship()


class ShipmentLine(Base):
    """How much of an order line is in a shipment."""

    __tablename__ = "shipment_lines"
    __table_args__ = (CheckConstraint("quantity > 0", name="positive"),)

    shipment_id: Mapped[UUID] = mapped_column(ForeignKey("shipments.id"), primary_key=True)
    order_line_id: Mapped[UUID] = mapped_column(ForeignKey("order_lines.id"), primary_key=True)
    buyer_id: Mapped[UUID]
    seller_id: Mapped[UUID]
    quantity: Mapped[int]
