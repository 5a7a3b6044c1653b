"""Tables of payouts, their batches, the files they leave in, how much may leave, and what is taken out of wallets."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, LargeBinary, String, text
from sqlalchemy.orm import Mapped, mapped_column

from trade.kernel.base import Base, Currency, Instant, Key, Minor
from trade.kernel.proposals import Proposal, checks_of_two_people


class PayoutLimit(Base):
    """How much may leave in a currency: in one payout, and by the word of one who approves without being an owner."""

    __tablename__ = "payout_limits"
    __table_args__ = (CheckConstraint("each_minor > 0 AND alone_minor >= 0", name="sound"),)

    currency: Mapped[str] = mapped_column(String(3), primary_key=True)
    each_minor: Mapped[int | None] = mapped_column(BigInteger, comment="most of one payout; none is no limit")
    alone_minor: Mapped[int | None] = mapped_column(
        BigInteger, comment="most that a checker approves; above, an owner does"
    )
    set_by: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    set_at: Mapped[Instant]


class PayoutBatch(Base):
    """Payouts prepared together, and approved or rejected together."""

    __tablename__ = "payout_batches"
    __table_args__ = (
        CheckConstraint("decided_by IS DISTINCT FROM prepared_by", name="two_people"),
        CheckConstraint("state IN ('prepared','approved','rejected')", name="state"),
        CheckConstraint("(state = 'prepared') = (decided_by IS NULL)", name="decided"),
    )

    id: Mapped[Key]
    reference: Mapped[str] = mapped_column(String(12), unique=True)
    currency: Mapped[Currency]
    minimum_minor: Mapped[Minor] = mapped_column(comment="what at least had to be payable")
    state: Mapped[str] = mapped_column(String(10))
    prepared_by: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    prepared_at: Mapped[Instant]
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    decided_at: Mapped[Instant | None]
    reason: Mapped[str] = mapped_column(String(200), default="")


class BankFile(Base):
    """A file of payments for the bank, made once and kept as it is: sent again it has the same name and the same bytes."""

    __tablename__ = "bank_files"
    __table_args__ = (
        CheckConstraint("state IN ('intended','delivered','refused')", name="state"),
        CheckConstraint("(state = 'delivered') = (delivered_at IS NOT NULL)", name="delivered"),
        Index("ix_bank_files_intended", "made_at", postgresql_where=text("state = 'intended'")),
    )

    id: Mapped[Key]
    reference: Mapped[str] = mapped_column(String(12), unique=True, comment="the message's own id at the bank")
    currency: Mapped[Currency]
    payments: Mapped[int]
    total_minor: Mapped[Minor]
    content: Mapped[bytes] = mapped_column(LargeBinary)
    state: Mapped[str] = mapped_column(String(10))
    attempts: Mapped[int] = mapped_column(default=0)
    made_at: Mapped[Instant]
    tried_at: Mapped[Instant | None]
    delivered_at: Mapped[Instant | None]
    answer: Mapped[str] = mapped_column(String(200), default="", comment="what the bank said last")


class Payout(Base):
    """Money for a seller: prepared by one person, approved by another, sent to the bank in a file."""

    __tablename__ = "payouts"
    __table_args__ = (
        CheckConstraint("amount_minor > 0", name="positive"),
        CheckConstraint("decided_by IS DISTINCT FROM prepared_by", name="two_people"),
        CheckConstraint("state IN ('prepared','sent','booked','rejected','refused','returned')", name="state"),
        CheckConstraint("(state = 'prepared') = (decided_by IS NULL)", name="decided"),
        CheckConstraint("(state IN ('refused','returned')) = (returned_at IS NOT NULL)", name="came_back"),
        CheckConstraint("charge_minor BETWEEN 0 AND amount_minor", name="charge"),
        Index(
            "uq_payouts_prepared",
            "seller_id",
            "currency",
            unique=True,
            postgresql_where=text("state = 'prepared'"),
        ),
        Index(
            "ix_payouts_to_file",
            "decided_at",
            postgresql_where=text("state = 'sent' AND file_id IS NULL AND left_at IS NULL"),
        ),
        Index("ix_payouts_batch_id", "batch_id"),
        Index("ix_payouts_file_id", "file_id"),
    )

    id: Mapped[Key]
    reference: Mapped[str] = mapped_column(String(12), unique=True)
    batch_id: Mapped[UUID | None] = mapped_column(ForeignKey("payout_batches.id"))
    seller_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"), index=True)
    amount_minor: Mapped[Minor]
    currency: Mapped[Currency]
    bank_account: Mapped[str] = mapped_column(String(60))
    payee_account_id: Mapped[UUID | None] = mapped_column(ForeignKey("payee_accounts.id"))
    state: Mapped[str] = mapped_column(String(10))
    content_hash: Mapped[bytes] = mapped_column(LargeBinary, comment="what the approver was shown")
    prepared_by: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    prepared_at: Mapped[Instant]
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    decided_at: Mapped[Instant | None]
    file_id: Mapped[UUID | None] = mapped_column(ForeignKey("bank_files.id"))
    left_at: Mapped[Instant | None] = mapped_column(comment="when the bank had it")
    booked_at: Mapped[Instant | None]
    returned_at: Mapped[Instant | None]
    return_code: Mapped[str] = mapped_column(String(8), default="", comment="the bank's reason, an ISO 20022 code")
    charge_minor: Mapped[Minor] = mapped_column(default=0, comment="what the bank kept of what it returned")
    said_minor: Mapped[int | None] = mapped_column(BigInteger, comment="another amount of which the bank spoke")
    reason: Mapped[str] = mapped_column(String(200), default="")


class PayoutReturn(Proposal):
    """One person's word that a payout came back where no file of the bank says so; posted by another person's word."""

    __tablename__ = "payout_returns"
    __table_args__ = (
        CheckConstraint("arrived_minor > 0", name="positive"),
        *checks_of_two_people(),
        Index("uq_payout_returns_open", "payout_id", unique=True, postgresql_where=text("state = 'proposed'")),
    )

    payout_id: Mapped[UUID] = mapped_column(ForeignKey("payouts.id"))
    arrived_minor: Mapped[Minor] = mapped_column(comment="what the bank put back; the rest is its charge")
    code: Mapped[str] = mapped_column(String(8), comment="the bank's reason, an ISO 20022 code")
    note: Mapped[str] = mapped_column(String(200), comment="where it is to be seen")


class Withdrawal(Base):
    """Money that an organisation takes out of its wallet: payable to it, and carried by a payout like anything payable."""

    __tablename__ = "withdrawals"
    __table_args__ = (
        CheckConstraint("amount_minor > 0", name="positive"),
        CheckConstraint("state IN ('asked','paid','returned','cancelled')", name="state"),
        CheckConstraint("(state = 'asked') = (ended_at IS NULL)", name="ended"),
        CheckConstraint("state = 'asked' OR (state = 'cancelled') = (payout_id IS NULL)", name="carried"),
        Index("ix_withdrawals_organisation", "organisation_id", "asked_at"),
        Index("ix_withdrawals_payout", "payout_id"),
    )

    id: Mapped[Key]
    reference: Mapped[str] = mapped_column(String(12), unique=True)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    amount_minor: Mapped[Minor]
    currency: Mapped[Currency]
    state: Mapped[str] = mapped_column(String(10))
    asked_by: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    asked_at: Mapped[Instant]
    payout_id: Mapped[UUID | None] = mapped_column(ForeignKey("payouts.id"), comment="that carries it")
    ended_at: Mapped[Instant | None]
