"""Tables of stock levels and stock moves."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Identity, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from trade.kernel.base import Base, Instant


class StockLevel(Base):
    """How many base units of a SKU lie there, and how many are spoken for.

    ``available = on_hand - allocated - reserved`` never goes below zero: the database says so. ``on_hand`` is
    written by the database alone, for every move that is added.
    """

    __tablename__ = "stock_levels"
    __table_args__ = (
        CheckConstraint("on_hand >= 0 AND allocated >= 0 AND reserved >= 0", name="not_negative"),
        CheckConstraint("on_hand - allocated - reserved >= 0", name="not_oversold"),
    )

    sku_id: Mapped[UUID] = mapped_column(ForeignKey("skus.id"), primary_key=True)
    seller_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    on_hand: Mapped[int] = mapped_column(server_default=text("0"))
    allocated: Mapped[int] = mapped_column(server_default=text("0"), comment="belongs to placed orders")
    reserved: Mapped[int] = mapped_column(server_default=text("0"), comment="promised for a while")
    changed_at: Mapped[Instant]

    @property
    def available(self) -> int:
        """What can still be sold."""
        return self.on_hand - self.allocated - self.reserved


class StockMove(Base):
    """A change of what lies there; append-only. Adding one changes the level: ``on_hand`` is the sum of its moves."""

    __tablename__ = "stock_moves"
    __table_args__ = (
        CheckConstraint("change <> 0", name="not_zero"),
        CheckConstraint("kind IN ('received','counted','shipped','returned')", name="kind"),
        Index("ix_stock_moves_sku", "sku_id", "number"),
    )

    number: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    sku_id: Mapped[UUID] = mapped_column(ForeignKey("skus.id"))
    seller_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    kind: Mapped[str] = mapped_column(String(12))
    change: Mapped[int] = mapped_column(comment="base units; negative when goods leave")
    reason: Mapped[str] = mapped_column(String(200), default="")
    shipment_id: Mapped[UUID | None]
    person_id: Mapped[UUID | None]
    at: Mapped[Instant]
