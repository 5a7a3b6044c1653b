"""Tables of what is owed: invoices of orders, their instalments, and every movement of the account."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Date,
    ForeignKey,
    ForeignKeyConstraint,
    Identity,
    Index,
    String,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from trade.kernel.base import Base, Currency, Instant, Key, Minor


class CreditInvoice(Base):
    """What an order on credit is owed for. Orders stand above credit, so their ids are kept without a key to them."""

    __tablename__ = "credit_invoices"
    __table_args__ = (
        ForeignKeyConstraint(
            ["organisation_id", "currency"], ["credit_lines.organisation_id", "credit_lines.currency"]
        ),
        CheckConstraint(
            "amount_minor > 0 AND repaid_minor >= 0 AND credited_minor >= 0 AND written_off_minor >= 0"
            " AND open_minor >= 0"
            " AND open_minor = amount_minor - repaid_minor - credited_minor - written_off_minor",
            name="adds_up",
        ),
        CheckConstraint("(open_minor = 0) = (closed_at IS NOT NULL)", name="closed"),
        CheckConstraint("recovered_minor BETWEEN 0 AND written_off_minor", name="recovered"),
        Index("ix_credit_invoices_owner", "organisation_id", "currency", "issued_at"),
        Index("ix_credit_invoices_open", "organisation_id", "currency", postgresql_where=text("open_minor > 0")),
    )

    id: Mapped[Key]
    reference: Mapped[str] = mapped_column(String(12), unique=True)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    currency: Mapped[Currency]
    seller_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    order_id: Mapped[UUID] = mapped_column(unique=True)
    order_reference: Mapped[str] = mapped_column(String(12))
    issued_on: Mapped[date] = mapped_column(Date, comment="where its owner is")
    term_days: Mapped[int]
    term_kind: Mapped[str] = mapped_column(String(12))
    amount_minor: Mapped[Minor]
    repaid_minor: Mapped[Minor] = mapped_column(default=0)
    credited_minor: Mapped[Minor] = mapped_column(default=0, comment="cancelled, short or refunded")
    written_off_minor: Mapped[Minor] = mapped_column(default=0)
    recovered_minor: Mapped[Minor] = mapped_column(
        default=0, server_default="0", comment="of what was written off: refunded to the platform"
    )
    open_minor: Mapped[Minor]
    issued_at: Mapped[Instant]
    closed_at: Mapped[Instant | None]


class CreditInstalment(Base):
    """A part of an invoice with a day of its own; every invoice has one at least. Guarded by its invoice's lock."""

    __tablename__ = "credit_instalments"
    __table_args__ = (
        CheckConstraint("amount_minor > 0 AND open_minor BETWEEN 0 AND amount_minor", name="within"),
        Index(
            "ix_credit_instalments_due",
            "organisation_id",
            "currency",
            "due_on",
            postgresql_where=text("open_minor > 0"),
        ),
    )

    invoice_id: Mapped[UUID] = mapped_column(ForeignKey("credit_invoices.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[UUID]
    currency: Mapped[Currency]
    due_on: Mapped[date] = mapped_column(Date)
    amount_minor: Mapped[Minor]
    open_minor: Mapped[Minor]
    charged_through: Mapped[date | None] = mapped_column(Date, comment="late fees are charged up to this day")
    reminded: Mapped[int] = mapped_column(default=0, comment="how many steps of reminding it has been through")


class CreditMovement(Base):
    """One change of what an organisation owes: positive is more. The statement of account is made of these."""

    __tablename__ = "credit_movements"
    __table_args__ = (
        CheckConstraint(
            "amount_minor <> 0 AND (amount_minor > 0) = (kind IN ('invoiced','fee_charged'))", name="direction"
        ),
        CheckConstraint(
            "kind IN ('invoiced','repaid','credited','written_off','fee_charged','fee_paid','fee_waived')", name="kind"
        ),
        Index("ix_credit_movements_owner", "organisation_id", "currency", "at"),
        Index("ix_credit_movements_invoice", "invoice_id"),
    )

    number: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    currency: Mapped[Currency]
    at: Mapped[Instant]
    kind: Mapped[str] = mapped_column(String(12))
    invoice_id: Mapped[UUID] = mapped_column(ForeignKey("credit_invoices.id"))
    amount_minor: Mapped[Minor]
    source_key: Mapped[str] = mapped_column(String(120), comment="the entry in the books")
