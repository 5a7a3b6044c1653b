"""Tables of price lists, ladders, buyers' levels and agreements."""

from __future__ import annotations

from decimal import Decimal
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Computed,
    FetchedValue,
    ForeignKey,
    Index,
    Integer,
    Numeric,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column, relationship

from trade.catalogue.models import SKU
from trade.kernel.base import Base, Currency, Instant, Key, UnitPrice

AUDIENCE_KEY = (
    "CASE audience WHEN 'base' THEN 'base' WHEN 'level' THEN 'level:' || level"
    " WHEN 'region' THEN 'region:' || region_code ELSE 'buyer:' || buyer_id::text END"
)
"""Whom a list is for as one word, so that an index finds the lists of a buyer among thousands."""


class PriceList(Base):
    """A seller's prices for somebody: every admitted buyer, those of a level or region, or one buyer."""

    __tablename__ = "price_lists"
    __table_args__ = (
        CheckConstraint("audience IN ('base','level','region','buyer')", name="audience"),
        CheckConstraint(
            "(audience = 'level') = (level IS NOT NULL) AND (audience = 'region') = (region_code IS NOT NULL)"
            " AND (audience = 'buyer') = (buyer_id IS NOT NULL)",
            name="for_whom",
        ),
        Index("ix_price_lists_audience", "seller_id", "audience_key"),
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
    level: Mapped[str | None] = mapped_column(String(20))
    region_code: Mapped[str | None] = mapped_column(ForeignKey("regions.code"))
    buyer_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisations.id"))
    audience_key: Mapped[str] = mapped_column(String(60), Computed(AUDIENCE_KEY, persisted=True))
    name: Mapped[str] = mapped_column(String(80))
    currency: Mapped[Currency]
    archived_at: Mapped[Instant | None] = mapped_column(comment="its prices ended with it")


class Ladder(Base):
    """The steps of one SKU on one list, for a half-open interval of time.

    A change of price ends the old ladder and begins a new one, so that every past price can be
    told. The database itself refuses a ladder with gaps, one that rises, and two at one instant.
    """

    __tablename__ = "ladders"
    __table_args__ = (
        CheckConstraint("ladder_is_sound(quantities, unit_prices)", name="sound"),
        CheckConstraint("valid_until IS NULL OR valid_until > valid_from", name="interval"),
        CheckConstraint("mode IN ('all_units','graduated')", name="mode"),
        CheckConstraint("counting IN ('sku','product')", name="counting"),
        CheckConstraint("mode = 'all_units' OR counting = 'sku'", name="graduated_alone"),
        Index(
            "ix_ladders_sku",
            "sku_id",
            "price_list_id",
            "valid_from",
            postgresql_where=text("withdrawn_at IS NULL"),
        ),
        Index(
            "ix_ladders_place",
            "audience_key",
            "currency",
            "least_price",
            "sku_id",
            postgresql_where=text("withdrawn_at IS NULL"),
        ),
    )

    id: Mapped[Key]
    price_list_id: Mapped[UUID] = mapped_column(ForeignKey("price_lists.id"))
    sku_id: Mapped[UUID] = mapped_column(ForeignKey("skus.id"))
    mode: Mapped[str] = mapped_column(String(12), default="all_units")
    counting: Mapped[str] = mapped_column(String(8), default="sku", server_default="sku")
    quantities: Mapped[list[int]] = mapped_column(ARRAY(Integer), comment="each step from here up")
    unit_prices: Mapped[list[Decimal]] = mapped_column(ARRAY(Numeric(18, 6)))
    valid_from: Mapped[Instant]
    valid_until: Mapped[Instant | None]
    withdrawn_at: Mapped[Instant | None] = mapped_column(comment="taken back before it began: it never holds")
    # Where it stands among all prices: written by the database itself (``ladder_place()``).
    audience_key: Mapped[str] = mapped_column(String(100), server_default=FetchedValue())
    currency: Mapped[str] = mapped_column(String(3), server_default=FetchedValue())
    least_price: Mapped[int] = mapped_column(BigInteger, server_default=FetchedValue())
    """The unit price of the least order, in millionths."""


class BuyerLevel(Base):
    """What a buyer is to a seller (VIP …): which of the seller's level lists are theirs."""

    __tablename__ = "buyer_levels"
    __table_args__ = (CheckConstraint("level <> ''", name="level"),)

    seller_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"), primary_key=True)
    buyer_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"), primary_key=True)
    level: Mapped[str] = mapped_column(String(20))
    audience_key: Mapped[str] = mapped_column(String(60), Computed("'level:' || level", persisted=True))
    set_at: Mapped[Instant]


class Agreement(Base):
    """A contract of a seller with one buyer that locks prices and capacities for a half-open period."""

    __tablename__ = "agreements"
    __table_args__ = (
        CheckConstraint("state IN ('draft','offered','accepted','ended')", name="state"),
        CheckConstraint("valid_until > valid_from", name="period"),
        CheckConstraint("buyer_id <> seller_id", name="two_parties"),
        Index("ix_agreements_buyer", "buyer_id", "id"),
        Index("ix_agreements_seller", "seller_id", "id"),
    )

    id: Mapped[Key]
    reference: Mapped[str] = mapped_column(String(12), unique=True)
    seller_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    buyer_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    title: Mapped[str] = mapped_column(String(80))
    state: Mapped[str] = mapped_column(String(12))
    currency: Mapped[Currency]
    valid_from: Mapped[Instant]
    valid_until: Mapped[Instant]
    created_at: Mapped[Instant]
    accepted_at: Mapped[Instant | None]
    accepted_by: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    ended_at: Mapped[Instant | None]

    lines: Mapped[list[AgreementLine]] = relationship(order_by="AgreementLine.position")


class AgreementLine(Base):
    """A SKU in an agreement. ``consumed`` is what open and shipped orders have taken, in base units.

    It can be told again from the order lines that name this line. No cap is a flag of its own: a capacity of 0
    covers nothing.
    """

    __tablename__ = "agreement_lines"
    __table_args__ = (
        UniqueConstraint("agreement_id", "sku_id"),
        CheckConstraint("unit_price > 0", name="unit_price"),
        CheckConstraint("capacity >= 0 AND consumed >= 0", name="not_negative"),
        CheckConstraint("NOT uncapped OR capacity = 0", name="no_cap"),
        CheckConstraint("uncapped OR consumed <= capacity", name="within_capacity"),
        Index("ix_agreement_lines_buyer", "buyer_id", "sku_id"),
    )

    id: Mapped[Key]
    agreement_id: Mapped[UUID] = mapped_column(ForeignKey("agreements.id"))
    seller_id: Mapped[UUID]
    buyer_id: Mapped[UUID]
    sku_id: Mapped[UUID] = mapped_column(ForeignKey("skus.id"))
    position: Mapped[int]
    unit_price: Mapped[UnitPrice]
    capacity: Mapped[int]
    uncapped: Mapped[bool]
    consumed: Mapped[int] = mapped_column(default=0)

    sku: Mapped[SKU] = relationship()

    @property
    def remaining(self) -> int | None:
        """What it still covers; ``None`` without a cap."""
        return None if self.uncapped else self.capacity - self.consumed
