"""Tables of stock levels and stock moves."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Computed,
    ForeignKey,
    ForeignKeyConstraint,
    Identity,
    Index,
    Integer,
    String,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column

from trade.kernel.base import Base, Instant


class StockLevel(Base):
    """How many base units of a SKU lie there, and how many are spoken for.

    ``available = on_hand - allocated - reserved - unusable`` never goes below zero: the database says so. ``on_hand``
    is written by the database alone, for every move that is added. A split level has holdings that add up to it.
    A pack has no level: nothing but its parts lies on a shelf. ``enough_at`` is written by the database too: when
    ``available`` passes one of these, something comes into stock or goes out of it (``TalliedSKU``).
    """

    __tablename__ = "stock_levels"
    __table_args__ = (
        CheckConstraint("on_hand >= 0 AND allocated >= 0 AND reserved >= 0 AND unusable >= 0", name="not_negative"),
        CheckConstraint("on_hand - allocated - reserved - unusable >= 0", name="not_oversold"),
        CheckConstraint("shelf_days BETWEEN 0 AND 3650", name="shelf_days"),
        ForeignKeyConstraint(["sku_id", "seller_id", "of_pack"], ["skus.id", "skus.seller_id", "skus.is_pack"]),
    )

    sku_id: Mapped[UUID] = mapped_column(ForeignKey("skus.id"), primary_key=True)
    seller_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    on_hand: Mapped[int] = mapped_column(server_default=text("0"))
    allocated: Mapped[int] = mapped_column(server_default=text("0"), comment="belongs to placed orders")
    reserved: Mapped[int] = mapped_column(server_default=text("0"), comment="promised for a while")
    unusable: Mapped[int] = mapped_column(server_default=text("0"), comment="free, but expires too early to be sold")
    shelf_days: Mapped[int] = mapped_column(server_default=text("0"), comment="must keep so long after delivery")
    is_split: Mapped[bool] = mapped_column(server_default=text("false"), comment="has holdings")
    of_pack: Mapped[bool] = mapped_column(Computed("false", persisted=True))
    enough_at: Mapped[list[int]] = mapped_column(
        ARRAY(Integer),
        server_default=text("'{}'"),
        comment="available units from which it, and each pack that holds it, can be ordered",
    )
    changed_at: Mapped[Instant]

    @hybrid_property
    def available(self) -> int:
        """What can still be sold."""
        return self.on_hand - self.allocated - self.reserved - self.unusable


class StockMove(Base):
    """A change of what lies there; append-only. Adding one changes the level: ``on_hand`` is the sum of its moves."""

    __tablename__ = "stock_moves"
    __table_args__ = (
        CheckConstraint("change <> 0", name="not_zero"),
        CheckConstraint(
            "kind IN ('received','counted','observed','shipped','returned','sent','arrived','written_off','sent_back')",
            name="kind",
        ),
        CheckConstraint("lot <> '' OR expires_on IS NULL", name="lot"),
        ForeignKeyConstraint(["warehouse_id", "seller_id"], ["warehouses.id", "warehouses.seller_id"]),
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
    warehouse_id: Mapped[UUID | None] = mapped_column(comment="empty: where the seller's goods lie by themselves")
    lot: Mapped[str] = mapped_column(String(40), server_default="")
    expires_on: Mapped[date | None]
    transfer_id: Mapped[UUID | None]
