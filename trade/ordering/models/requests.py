"""Tables of what members want to order beyond their limits."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from trade.kernel.base import Base, Currency, Instant, Key, Minor, UnitPrice


class PurchaseRequest(Base):
    """What a member wants to order beyond their limits: nothing is reserved, paid or promised until it is approved."""

    __tablename__ = "purchase_requests"
    __table_args__ = (
        CheckConstraint("state IN ('waiting','approved','declined','withdrawn')", name="state"),
        CheckConstraint("state NOT IN ('approved','declined') OR decided_by <> asked_by", name="two_people"),
        CheckConstraint("(state = 'waiting') = (decided_at IS NULL)", name="decided"),
        CheckConstraint("means IN ('wallet','credit')", name="means"),
        Index("ix_purchase_requests_buyer", "buyer_id", "asked_at"),
    )

    id: Mapped[Key]
    reference: Mapped[str] = mapped_column(String(12), unique=True)
    buyer_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    asked_by: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    state: Mapped[str] = mapped_column(String(10))
    exceeded: Mapped[str] = mapped_column(String(10), comment="which limit it goes beyond")
    totals: Mapped[list[Any]] = mapped_column(JSONB, comment="[minor, currency] pairs as they were when it was asked")
    delivery_address: Mapped[str] = mapped_column(Text)
    delivery_region: Mapped[str | None] = mapped_column(String(12))
    wishes: Mapped[dict[str, Any]] = mapped_column(JSONB, comment="note and day by seller")
    means: Mapped[str] = mapped_column(String(8), default="wallet", server_default="wallet")
    asked_at: Mapped[Instant]
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    decided_at: Mapped[Instant | None]
    reason: Mapped[str] = mapped_column(Text, default="")

    lines: Mapped[list[PurchaseRequestLine]] = relationship(order_by="PurchaseRequestLine.position")


class PurchaseRequestLine(Base):
    """A line of a request, at the price that whoever asked was shown."""

    __tablename__ = "purchase_request_lines"
    __table_args__ = (CheckConstraint("quantity > 0 AND amount_minor >= 0", name="positive"),)

    request_id: Mapped[UUID] = mapped_column(ForeignKey("purchase_requests.id"), primary_key=True)
    sku_id: Mapped[UUID] = mapped_column(ForeignKey("skus.id"), primary_key=True)
    buyer_id: Mapped[UUID]
    seller_id: Mapped[UUID]
    position: Mapped[int]
    quantity: Mapped[int]
    unit_price: Mapped[UnitPrice]
    amount_minor: Mapped[Minor]
    currency: Mapped[Currency]
