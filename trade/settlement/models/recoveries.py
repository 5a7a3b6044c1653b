"""Tables of what sellers owe for claims that came after their lines were settled, and of commission given back with it."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from trade.kernel.base import Base, Currency, Instant, Key, Minor
from trade.kernel.proposals import Proposal, checks_of_two_people


class CommissionReturn(Base):
    """Commission of a settled line that is given back with a part of it, at the rate frozen on it, and the tax on that."""

    __tablename__ = "commission_returns"
    __table_args__ = (
        CheckConstraint("gross_minor > 0 AND commission_minor >= 0 AND tax_minor >= 0", name="positive"),
        Index("ix_commission_returns_line", "order_line_id"),
        Index("ix_commission_returns_statement", "statement_id"),
    )

    id: Mapped[Key]
    order_line_id: Mapped[UUID] = mapped_column(ForeignKey("statement_lines.order_line_id"))
    statement_id: Mapped[UUID] = mapped_column(ForeignKey("statements.id"), comment="the one that took it")
    claim_id: Mapped[UUID] = mapped_column(comment="for which; the claims know more of it")
    seller_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    currency: Mapped[Currency]
    gross_minor: Mapped[Minor] = mapped_column(comment="of what the line was settled for, given back to the buyer")
    commission_minor: Mapped[Minor]
    tax_minor: Mapped[Minor]
    source_key: Mapped[str] = mapped_column(String(90), unique=True, comment="what it is for: written once")
    made_at: Mapped[Instant]


class Recovery(Base):
    """What a seller owes for a late claim, and how far it is recovered: the id is the claim's.

    Every way by which it comes in is a sum of its own; together with what is open they are the amount.
    """

    __tablename__ = "recoveries"
    __table_args__ = (
        CheckConstraint("stage IN ('earnings','reserves','invoiced','overdue','closed')", name="stage"),
        CheckConstraint(
            "open_minor = amount_minor - payable_minor - stated_minor - reserve_minor - wallet_minor - written_off_minor",
            name="adds_up",
        ),
        CheckConstraint(
            "amount_minor > 0 AND payable_minor >= 0 AND stated_minor >= 0 AND reserve_minor >= 0 AND wallet_minor >= 0"
            " AND written_off_minor >= 0 AND open_minor >= 0",
            name="positive",
        ),
        CheckConstraint("(open_minor = 0) = (stage = 'closed') AND (stage = 'closed') = (closed_at IS NOT NULL)", name="closed"),
        CheckConstraint("(invoiced_at IS NULL) = (due_at IS NULL)", name="due"),
        CheckConstraint("stage NOT IN ('invoiced','overdue') OR due_at IS NOT NULL", name="invoiced"),
        Index("ix_recoveries_open", "seller_id", "currency", postgresql_where=text("open_minor > 0")),
        Index("ix_recoveries_begun", "begun_at"),
    )  # fmt: skip

    id: Mapped[Key]
    reference: Mapped[str] = mapped_column(String(12), unique=True, comment="the claim's")
    seller_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    currency: Mapped[Currency]
    amount_minor: Mapped[Minor] = mapped_column(comment="borne by the seller, less commission and tax given back")
    payable_minor: Mapped[Minor] = mapped_column(default=0, comment="taken from what was payable")
    stated_minor: Mapped[Minor] = mapped_column(default=0, comment="taken by statements")
    reserve_minor: Mapped[Minor] = mapped_column(default=0, comment="taken from what was held back")
    wallet_minor: Mapped[Minor] = mapped_column(default=0, comment="taken from the wallet")
    written_off_minor: Mapped[Minor] = mapped_column(default=0, comment="given up by two people")
    open_minor: Mapped[Minor]
    entries: Mapped[int] = mapped_column(default=0, comment="so many takings, each with a number of its own")
    stage: Mapped[str] = mapped_column(String(10))
    next_at: Mapped[Instant | None] = mapped_column(comment="when the next step of its stage is due")
    reminders: Mapped[int] = mapped_column(default=0)
    begun_at: Mapped[Instant]
    invoiced_at: Mapped[Instant | None]
    due_at: Mapped[Instant | None]
    closed_at: Mapped[Instant | None]


class RecoveryWriteOff(Proposal):
    """One person's word that a seller will never pay what it owes of a late claim; given up by another person's word."""

    __tablename__ = "recovery_write_offs"
    __table_args__ = (
        CheckConstraint("amount_minor > 0", name="positive"),
        *checks_of_two_people(),
        Index("uq_recovery_write_offs_open", "recovery_id", unique=True, postgresql_where=text("state = 'proposed'")),
    )

    recovery_id: Mapped[UUID] = mapped_column(ForeignKey("recoveries.id"))
    amount_minor: Mapped[Minor]
    note: Mapped[str] = mapped_column(String(200), comment="why it is never paid")
