"""The table of credit lines."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from trade.kernel.base import Base, Currency, Instant, Key, Minor


class CreditLine(Base):
    """What an organisation may owe for orders in a currency. Its use is written by ``credit_use()`` alone.

    A limit may be cut below what is used already; the trigger ``within_limit`` lets use grow only up to the limit.
    """

    __tablename__ = "credit_lines"
    __table_args__ = (
        UniqueConstraint("organisation_id", "currency"),
        CheckConstraint("limit_minor >= 0 AND used_minor >= 0 AND reserved_minor >= 0", name="not_negative"),
        CheckConstraint("term_days IN (30, 60, 90) AND term_kind IN ('net','end_of_month')", name="terms"),
        CheckConstraint("state IN ('active','suspended','expired')", name="state"),
        CheckConstraint("(state = 'suspended') = (suspended_by IS NOT NULL)", name="suspended"),
        CheckConstraint("review_on <= expires_on", name="reviewed"),
        Index("ix_credit_lines_expiring", "expires_on"),
    )

    id: Mapped[Key]
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    currency: Mapped[Currency]
    limit_minor: Mapped[Minor]
    used_minor: Mapped[Minor] = mapped_column(comment="what is open of its invoices")
    reserved_minor: Mapped[Minor] = mapped_column(comment="what is promised to pools and the like")
    term_days: Mapped[int]
    term_kind: Mapped[str] = mapped_column(String(12))
    state: Mapped[str] = mapped_column(String(10))
    expires_on: Mapped[date] = mapped_column(Date, comment="the last day on which it pays, where its owner is")
    review_on: Mapped[date] = mapped_column(Date, comment="when somebody looks at it again")
    suspended_by: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    reason: Mapped[str] = mapped_column(String(200), default="", comment="of the suspension")
    opened_at: Mapped[Instant]
    changed_at: Mapped[Instant] = mapped_column(comment="when its terms changed, not its use")
