"""Tables of price lists and ladders."""

from __future__ import annotations

from decimal import Decimal
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, Numeric, String, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from trade.kernel.base import Base, Currency, Instant, Key


class PriceList(Base):
    """A seller's prices for somebody: ``base`` is for every admitted buyer."""

    __tablename__ = "price_lists"
    __table_args__ = (
        CheckConstraint("audience IN ('base')", name="audience"),
        Index(
            "uq_price_lists_base",
            "seller_id",
            "currency",
            unique=True,
            postgresql_where=text("audience = 'base'"),
        ),
    )

    id: Mapped[Key]
    seller_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    audience: Mapped[str] = mapped_column(String(12))
    name: Mapped[str] = mapped_column(String(80))
    currency: Mapped[Currency]


class Ladder(Base):
    """The steps of one SKU on one list, for a half-open interval of time.

    A change of price ends the old ladder and begins a new one, so that every past price can be
    told. The database itself refuses a ladder with gaps, one that rises, and two at one instant.
    """

    __tablename__ = "ladders"
    __table_args__ = (
        CheckConstraint("ladder_is_sound(quantities, unit_prices)", name="sound"),
        CheckConstraint("valid_until IS NULL OR valid_until > valid_from", name="interval"),
        Index("ix_ladders_sku", "sku_id", "valid_from"),
    )

    id: Mapped[Key]
    price_list_id: Mapped[UUID] = mapped_column(ForeignKey("price_lists.id"))
    sku_id: Mapped[UUID] = mapped_column(ForeignKey("skus.id"))
    mode: Mapped[str] = mapped_column(String(12), default="all_units")
    quantities: Mapped[list[int]] = mapped_column(ARRAY(Integer), comment="each step from here up")
    unit_prices: Mapped[list[Decimal]] = mapped_column(ARRAY(Numeric(18, 6)))
    valid_from: Mapped[Instant]
    valid_until: Mapped[Instant | None]
