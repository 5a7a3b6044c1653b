"""Tables of inquiries and quotes. Names of both sides are kept as they were: they know each other only from here."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from trade.kernel.base import Base, Currency, Instant, Key, UnitPrice


class Inquiry(Base):
    """A buyer asks a seller what goods would cost: in this quantity, with this print, in this box."""

    __tablename__ = "inquiries"
    __table_args__ = (
        CheckConstraint("state IN ('open','quoted','accepted','declined','withdrawn')", name="state"),
        CheckConstraint("(state = 'accepted') = (order_id IS NOT NULL)", name="ordered"),
        CheckConstraint("(version = 0) OR (state <> 'open')", name="version"),
        Index("ix_inquiries_buyer", "buyer_id", "asked_at"),
        Index("ix_inquiries_seller", "seller_id", "asked_at"),
    )

    id: Mapped[Key]
    reference: Mapped[str] = mapped_column(String(12), unique=True)
    buyer_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    seller_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    buyer_name: Mapped[str] = mapped_column(String(120))
    seller_name: Mapped[str] = mapped_column(String(120))
    asked_by: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    state: Mapped[str] = mapped_column(String(10))
    wanted_on: Mapped[date | None]
    version: Mapped[int] = mapped_column(default=0, comment="of the newest quote; 0 before the first")
    asked_at: Mapped[Instant]
    changed_at: Mapped[Instant]
    order_id: Mapped[UUID | None] = mapped_column(ForeignKey("orders.id"), unique=True)
    approval_asked_by: Mapped[UUID | None] = mapped_column(
        ForeignKey("people.id"), comment="wanted to accept the newest quote beyond their limits"
    )
    approval_asked: Mapped[dict[str, Any]] = mapped_column(JSONB, default=dict, comment="quantity by line")


class InquiryLine(Base):
    """Goods asked about. A wish is what shall be different: a print, a colour, a box."""

    __tablename__ = "inquiry_lines"
    __table_args__ = (
        CheckConstraint("quantity > 0", name="positive"),
        UniqueConstraint("inquiry_id", "sku_id"),
    )

    id: Mapped[Key]
    inquiry_id: Mapped[UUID] = mapped_column(ForeignKey("inquiries.id"))
    buyer_id: Mapped[UUID]
    seller_id: Mapped[UUID]
    position: Mapped[int]
    sku_id: Mapped[UUID] = mapped_column(ForeignKey("skus.id"))
    quantity: Mapped[int]
    wish: Mapped[str] = mapped_column(Text)


class Quote(Base):
    """A seller's answer: prices that hold whatever its lists say, up to an instant. A later version replaces it."""

    __tablename__ = "quotes"
    __table_args__ = (
        UniqueConstraint("inquiry_id", "version"),
        CheckConstraint("version > 0 AND expires_at > quoted_at", name="holds"),
    )

    id: Mapped[Key]
    inquiry_id: Mapped[UUID] = mapped_column(ForeignKey("inquiries.id"))
    buyer_id: Mapped[UUID]
    seller_id: Mapped[UUID]
    version: Mapped[int]
    quoted_by: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    currency: Mapped[Currency]
    terms: Mapped[str] = mapped_column(Text, comment="what else the seller says: samples, how long it takes")
    quoted_at: Mapped[Instant]
    expires_at: Mapped[Instant]


class QuoteLine(Base):
    """The price of one line, and the quantities it holds for."""

    __tablename__ = "quote_lines"
    __table_args__ = (
        CheckConstraint("unit_price > 0 AND multiple > 0 AND minimum > 0 AND minimum <= quantity", name="sound"),
        CheckConstraint("quantity % multiple = 0", name="multiple"),
    )

    quote_id: Mapped[UUID] = mapped_column(ForeignKey("quotes.id"), primary_key=True)
    line_id: Mapped[UUID] = mapped_column(ForeignKey("inquiry_lines.id"), primary_key=True)
    buyer_id: Mapped[UUID]
    seller_id: Mapped[UUID]
    quantity: Mapped[int] = mapped_column(comment="at most this many")
    minimum: Mapped[int]
    multiple: Mapped[int]
    unit_price: Mapped[UnitPrice]


class InquiryMessage(Base):
    """A word of one side to the other, with a file or without; a file may stand alone."""

    __tablename__ = "inquiry_messages"
    __table_args__ = (
        CheckConstraint("text <> '' OR file_id IS NOT NULL", name="says"),
        Index("ix_inquiry_messages_inquiry", "inquiry_id", "at"),
    )

    id: Mapped[Key]
    inquiry_id: Mapped[UUID] = mapped_column(ForeignKey("inquiries.id"))
    buyer_id: Mapped[UUID]
    seller_id: Mapped[UUID]
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    text: Mapped[str] = mapped_column(Text)
    file_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("files.id"), comment="a logo, a drawing, a proof of the print"
    )
    at: Mapped[Instant]
