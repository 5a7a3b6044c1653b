"""Tables of goods on their way from one warehouse to another."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from trade.kernel.base import Base, Instant, Key


class Transfer(Base):
    """Goods that left one warehouse of a seller together for another."""

    __tablename__ = "transfers"
    __table_args__ = (
        CheckConstraint("state IN ('on_its_way','arrived')", name="state"),
        CheckConstraint("from_id <> to_id", name="two_places"),
        ForeignKeyConstraint(["from_id", "seller_id"], ["warehouses.id", "warehouses.seller_id"]),
        ForeignKeyConstraint(["to_id", "seller_id"], ["warehouses.id", "warehouses.seller_id"]),
        Index("ix_transfers_seller", "seller_id", "sent_at"),
    )

    id: Mapped[Key]
    reference: Mapped[str] = mapped_column(String(12), unique=True)
    seller_id: Mapped[UUID]
    from_id: Mapped[UUID]
    to_id: Mapped[UUID]
    state: Mapped[str] = mapped_column(String(12))
    note: Mapped[str] = mapped_column(String(200), default="")
    sent_at: Mapped[Instant]
    arrived_at: Mapped[Instant | None]

    lines: Mapped[list[TransferLine]] = relationship(order_by="TransferLine.position")


class TransferLine(Base):
    """What became of a SKU's lot under way: at all times shipped = received + rejected + lost + in transit."""

    __tablename__ = "transfer_lines"
    __table_args__ = (
        CheckConstraint("shipped = received + rejected + lost + in_transit", name="adds_up"),
        CheckConstraint(
            "shipped > 0 AND received >= 0 AND rejected >= 0 AND lost >= 0 AND in_transit >= 0", name="not_negative"
        ),
        UniqueConstraint("transfer_id", "sku_id", "lot"),
    )

    id: Mapped[Key]
    transfer_id: Mapped[UUID] = mapped_column(ForeignKey("transfers.id"))
    seller_id: Mapped[UUID]
    sku_id: Mapped[UUID] = mapped_column(ForeignKey("skus.id"))
    position: Mapped[int]
    lot: Mapped[str] = mapped_column(String(40), default="")
    expires_on: Mapped[date | None]
    shipped: Mapped[int]
    received: Mapped[int] = mapped_column(default=0)
    rejected: Mapped[int] = mapped_column(default=0, comment="arrived, but not fit to be put in")
    lost: Mapped[int] = mapped_column(default=0)
    in_transit: Mapped[int]
