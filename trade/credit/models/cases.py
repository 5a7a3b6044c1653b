"""Tables of what somebody decides: applications, proposals, write-offs; and of late fees."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.dialects.postgresql import UUID as PostgresUUID
from sqlalchemy.orm import Mapped, mapped_column

from trade.kernel.base import Base, Currency, Instant, Key, Minor

_STATE = "state IN ('waiting','approved','declined','withdrawn')"
_DECIDED = "(state = 'waiting') = (decided_at IS NULL)"


class Case(Base):
    """What somebody asks for or proposes for an organisation's credit, and what somebody else decides on it."""

    __abstract__ = True

    id: Mapped[Key]
    reference: Mapped[str] = mapped_column(String(12), unique=True)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    currency: Mapped[Currency]
    state: Mapped[str] = mapped_column(String(10))
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    decided_at: Mapped[Instant | None]
    reason: Mapped[str] = mapped_column(String(200), default="")


class CreditApplication(Case):
    """What an organisation asks for, and what it says of itself."""

    __tablename__ = "credit_applications"
    __table_args__ = (
        CheckConstraint(_STATE, name="state"),
        CheckConstraint(_DECIDED, name="decided"),
        CheckConstraint("amount_minor > 0 AND term_days IN (30, 60, 90)", name="asked"),
        Index(
            "uq_credit_applications_waiting",
            "organisation_id",
            "currency",
            unique=True,
            postgresql_where=text("state = 'waiting'"),
        ),
    )

    amount_minor: Mapped[Minor]
    term_days: Mapped[int]
    note: Mapped[str] = mapped_column(Text, default="")
    documents: Mapped[str] = mapped_column(Text, default="", comment="licence numbers and the like, as references")
    asked_by: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    asked_at: Mapped[Instant]


class CreditProposal(Case):
    """What a line shall become: made by some, approved by another, exactly as it was shown."""

    __tablename__ = "credit_proposals"
    __table_args__ = (
        CheckConstraint(_STATE, name="state"),
        CheckConstraint(_DECIDED, name="decided"),
        CheckConstraint("state NOT IN ('approved','declined') OR decided_by <> ALL (makers)", name="two_people"),
        CheckConstraint("proposed_by = ANY (makers)", name="makers"),
        CheckConstraint("limit_minor >= 0 AND term_days IN (30, 60, 90) AND review_on <= expires_on", name="terms"),
        Index(
            "uq_credit_proposals_waiting",
            "organisation_id",
            "currency",
            unique=True,
            postgresql_where=text("state = 'waiting'"),
        ),
    )

    application_id: Mapped[UUID | None] = mapped_column(ForeignKey("credit_applications.id"))
    limit_minor: Mapped[Minor]
    term_days: Mapped[int]
    term_kind: Mapped[str] = mapped_column(String(12))
    expires_on: Mapped[date] = mapped_column(Date)
    review_on: Mapped[date] = mapped_column(Date)
    note: Mapped[str] = mapped_column(Text, default="")
    record: Mapped[dict[str, Any]] = mapped_column(
        JSONB, comment="what was known of the organisation, as it was scored"
    )
    points: Mapped[int]
    content_hash: Mapped[bytes] = mapped_column(LargeBinary, comment="of all that an approver is shown")
    makers: Mapped[list[UUID]] = mapped_column(ARRAY(PostgresUUID(as_uuid=True)), comment="all who had a hand in it")
    proposed_by: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    proposed_at: Mapped[Instant]


class CreditWriteOff(Case):
    """Giving up what is open of an invoice: proposed by one, approved by another."""

    __tablename__ = "credit_write_offs"
    __table_args__ = (
        CheckConstraint(_STATE, name="state"),
        CheckConstraint(_DECIDED, name="decided"),
        CheckConstraint("state NOT IN ('approved','declined') OR decided_by <> proposed_by", name="two_people"),
        CheckConstraint("amount_minor > 0", name="positive"),
        Index("uq_credit_write_offs_waiting", "invoice_id", unique=True, postgresql_where=text("state = 'waiting'")),
    )

    invoice_id: Mapped[UUID] = mapped_column(ForeignKey("credit_invoices.id"))
    amount_minor: Mapped[Minor]
    note: Mapped[str] = mapped_column(String(200))
    proposed_by: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    proposed_at: Mapped[Instant]


class CreditFee(Base):
    """A late fee: for so many days of what was open of an instalment."""

    __tablename__ = "credit_fees"
    __table_args__ = (
        UniqueConstraint("invoice_id", "position", "after"),
        CheckConstraint("amount_minor > 0 AND open_minor BETWEEN 0 AND amount_minor", name="within"),
        CheckConstraint("after < through", name="days"),
        Index("ix_credit_fees_open", "organisation_id", "currency", postgresql_where=text("open_minor > 0")),
    )

    id: Mapped[Key]
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    currency: Mapped[Currency]
    invoice_id: Mapped[UUID] = mapped_column(ForeignKey("credit_invoices.id"))
    position: Mapped[int] = mapped_column(comment="of the instalment, as it was numbered then")
    after: Mapped[date] = mapped_column(Date)
    through: Mapped[date] = mapped_column(Date)
    owed_minor: Mapped[Minor] = mapped_column(comment="what was open, of which it is a share")
    amount_minor: Mapped[Minor]
    open_minor: Mapped[Minor]
    charged_at: Mapped[Instant]
