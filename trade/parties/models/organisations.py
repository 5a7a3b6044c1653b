"""Tables of organisations, and where they are."""

from __future__ import annotations

from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, Index, String, Text, func, literal_column, text
from sqlalchemy.orm import Mapped, mapped_column

from trade.kernel.base import Base, Currency, Instant, Key, Minor, Rate
from trade.parties.rules import OrganisationKind, OrganisationState


class Region(Base):
    """A part of a country in which orders are pooled and shipments consolidated."""

    __tablename__ = "regions"

    code: Mapped[str] = mapped_column(String(12), primary_key=True)
    country: Mapped[str] = mapped_column(String(2), comment="ISO 3166-1 alpha-2")
    name: Mapped[str] = mapped_column(String(80))
    name_zh: Mapped[str] = mapped_column(String(80))


class Organisation(Base):
    """A legal party: platform, supplier, distributor, retailer, lender or carrier."""

    __tablename__ = "organisations"
    __table_args__ = (
        CheckConstraint(
            "kind IN ('platform','supplier','distributor','retailer','lender','carrier')",
            name="kind",
        ),
        CheckConstraint("state IN ('invited','applied','refused','admitted','suspended')", name="state"),
        CheckConstraint("suspended_for IN ('ruling','permit','delisted')", name="suspended_for"),
        CheckConstraint("open_orders_max > 0", name="open_orders_max"),
        CheckConstraint("order_minimum_minor >= 0 AND lead_days BETWEEN 0 AND 365", name="terms"),
        Index(
            "uq_organisations_carrier_name", func.lower(literal_column("name")), unique=True,
            postgresql_where=text("kind = 'carrier'"),
        ),
    )  # fmt: skip

    id: Mapped[Key]
    kind: Mapped[str] = mapped_column(String(12))
    state: Mapped[str] = mapped_column(String(12))
    name: Mapped[str] = mapped_column(String(120), comment="as the market shows it")
    legal_name: Mapped[str] = mapped_column(String(160), default="")
    tax_id: Mapped[str] = mapped_column(String(40), default="")
    code: Mapped[str] = mapped_column(String(40), unique=True, comment="short, stable, for imports")
    region_code: Mapped[str | None] = mapped_column(ForeignKey("regions.code"))
    address: Mapped[str] = mapped_column(Text, default="", comment="its own; goods go there where it names no other")
    time_zone: Mapped[str] = mapped_column(String(40), default="Europe/London")
    currency: Mapped[Currency]
    order_minimum_minor: Mapped[Minor] = mapped_column(
        default=0, server_default="0", comment="what an order to it comes to at least"
    )
    lead_days: Mapped[int] = mapped_column(default=0, server_default="0", comment="days it needs before it can deliver")
    created_at: Mapped[Instant]
    admitted_at: Mapped[Instant | None]
    suspended_for: Mapped[str | None] = mapped_column(
        String(8), comment="a ruling of the platform's, a permit, or for good"
    )
    open_orders_max: Mapped[int | None] = mapped_column(comment="at once, while a seller is on trial")

    @property
    def is_admitted(self) -> bool:
        """Whether it may trade now."""
        return self.state == OrganisationState.ADMITTED

    @property
    def sells(self) -> bool:
        """Whether it may offer goods."""
        return OrganisationKind(self.kind).sells

    @property
    def buys(self) -> bool:
        """Whether it may order goods."""
        return OrganisationKind(self.kind).buys


IS_SELLER: Final[ColumnElement[bool]] = Organisation.kind.in_(
    [literal_column(f"'{kind}'", String) for kind in OrganisationKind if kind.sells]
)
"""The condition of what joins all sellers: asked first, it spares weighing for each shop of the market who may see it."""


class Address(Base):
    """A place that an organisation has goods delivered to. Orders copy it; one that is archived is offered no more."""

    __tablename__ = "addresses"
    __table_args__ = (
        CheckConstraint("NOT is_default OR archived_at IS NULL", name="default_is_kept"),
        Index("uq_addresses_default", "organisation_id", unique=True, postgresql_where=text("is_default")),
    )

    id: Mapped[Key]
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"), index=True)
    label: Mapped[str] = mapped_column(String(60), comment="what its people call it")
    recipient: Mapped[str] = mapped_column(String(120), default="", comment="who takes the goods, with a number")
    lines: Mapped[str] = mapped_column(Text, comment="street, town, postcode")
    region_code: Mapped[str | None] = mapped_column(ForeignKey("regions.code"))
    is_default: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[Instant]
    archived_at: Mapped[Instant | None]


class BankAccount(Base):
    """Where the platform is paid by its buyers. What others are paid on is a :class:`PayeeAccount`."""

    __tablename__ = "bank_accounts"

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"), primary_key=True)
    account: Mapped[str] = mapped_column(String(60), comment="where it wants its money")


class SellerTaxRate(Base):
    """The tax that a seller's prices hold from a day on, for goods of a class; the newest word for a day counts.

    Added to, never changed.
    """

    __tablename__ = "seller_tax_rates"
    __table_args__ = (
        CheckConstraint("rate >= 0 AND rate < 1", name="rate"),
        CheckConstraint("tax_class IN ('standard','reduced')", name="tax_class"),
        Index("ix_seller_tax_rates_in_force", "seller_id", "tax_class", "in_force_from", "said_at", "id"),
    )

    id: Mapped[Key]
    seller_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    rate: Mapped[Rate] = mapped_column(
        comment="of the price without tax: 0.2 is a fifth of that, a sixth of what is paid"
    )
    in_force_from: Mapped[date] = mapped_column(comment="the seller's day")
    said_by: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    said_at: Mapped[Instant]
    tax_class: Mapped[str] = mapped_column(String(8), server_default="standard", comment="others are always nothing")


class TaxIdentity(Base):
    """Who an organisation is to the tax office; papers copy it when they are issued."""

    __tablename__ = "tax_identities"
    __table_args__ = (CheckConstraint("legal_name <> ''", name="named"),)

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"), primary_key=True)
    country: Mapped[str] = mapped_column(String(2), comment="ISO 3166-1 alpha-2: whose tax office")
    legal_name: Mapped[str] = mapped_column(String(160))
    tax_id: Mapped[str] = mapped_column(String(40), comment="checked; empty for a buyer that has none")
    address: Mapped[str] = mapped_column(String(400), comment="where it is registered")
    phone: Mapped[str] = mapped_column(String(40))
    bank_name: Mapped[str] = mapped_column(String(120), comment="of its bank line on invoices")
    bank_account: Mapped[str] = mapped_column(String(60))
    changed_at: Mapped[Instant]
