"""Tables of the books. Written only by the database function ``ledger_post``; never changed."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Date,
    ForeignKey,
    Identity,
    Index,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from trade.kernel.base import Base, Currency, Instant, Key, Minor


class LedgerChart(Base):
    """The chart of accounts, as the database enforces it; ``rules.CHART`` says the same."""

    __tablename__ = "ledger_chart"
    __table_args__ = (CheckConstraint("side IN ('debit', 'credit')", name="side"),)

    kind: Mapped[str] = mapped_column(String(24), primary_key=True)
    side: Mapped[str] = mapped_column(String(6))
    owned: Mapped[bool]
    limited: Mapped[bool]


class LedgerAccount(Base):
    """One account in one currency. ``balance_minor`` is kept only where a limit is enforced."""

    __tablename__ = "ledger_accounts"
    __table_args__ = (
        UniqueConstraint("kind", "organisation_id", "currency", postgresql_nulls_not_distinct=True),
        CheckConstraint("balance_minor IS NULL OR balance_minor >= 0", name="within_limit"),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    kind: Mapped[str] = mapped_column(ForeignKey("ledger_chart.kind"))
    organisation_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisations.id"))
    currency: Mapped[Currency]
    balance_minor: Mapped[int | None] = mapped_column(
        BigInteger, comment="on its normal side; empty where no limit is enforced"
    )


class LedgerEntry(Base):
    """A balanced set of postings for one business event, named by ``source_key``."""

    __tablename__ = "ledger_entries"

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    source_key: Mapped[str] = mapped_column(String(120), unique=True)
    at: Mapped[Instant]
    hash: Mapped[bytes] = mapped_column(LargeBinary, comment="SHA-256 of key, time and postings")
    transaction_id: Mapped[int] = mapped_column(
        BigInteger, comment="PostgreSQL transaction that made it: postings must be of the same"
    )


class LedgerPosting(Base):
    """One debit (positive) or credit (negative)."""

    __tablename__ = "ledger_postings"
    __table_args__ = (
        CheckConstraint("amount_minor <> 0", name="not_zero"),
        Index("ix_ledger_postings_account", "account_id", "entry_id"),
    )

    entry_id: Mapped[int] = mapped_column(ForeignKey("ledger_entries.id"), primary_key=True)
    line: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("ledger_accounts.id"))
    organisation_id: Mapped[UUID | None]
    amount_minor: Mapped[Minor]
    currency: Mapped[Currency]


class LedgerSeal(Base):
    """A link of the hash chain: seals one entry to all that were sealed before it."""

    __tablename__ = "ledger_seals"

    position: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("ledger_entries.id"), unique=True)
    chain: Mapped[bytes] = mapped_column(LargeBinary, comment="SHA-256 of chain before and hash")


class LedgerDay(Base):
    """The end of a day: entries up to ``last_entry`` belong to it or to a day before."""

    __tablename__ = "ledger_days"

    day: Mapped[date] = mapped_column(Date, primary_key=True)
    last_entry: Mapped[int] = mapped_column(BigInteger, comment="the last one that belongs to it")


class LedgerSnapshot(Base):
    """What an account that moved since the day before holds at the end of a day."""

    __tablename__ = "ledger_snapshots"

    account_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("ledger_accounts.id"), primary_key=True)
    day: Mapped[date] = mapped_column(ForeignKey("ledger_days.day"), primary_key=True)
    balance_minor: Mapped[Minor] = mapped_column(comment="debit positive, at the end of the day")


class LedgerClose(Base):
    """A closed period: nothing is posted any more that says it happened before ``until``. Its event says who closed it."""

    __tablename__ = "ledger_closes"

    until: Mapped[Instant] = mapped_column(primary_key=True, comment="everything before is closed")
    entries: Mapped[int] = mapped_column(BigInteger, comment="how many there were before")
    debit_minor: Mapped[Minor] = mapped_column(comment="the sum of their debits, whatever the currency")


class Receipt(Base):
    """Money that arrived at the bank; matched to the organisation that sent it."""

    __tablename__ = "receipts"
    __table_args__ = (
        CheckConstraint("amount_minor > 0", name="positive"),
        CheckConstraint("(matched_at IS NULL) = (organisation_id IS NULL)", name="matched_whole"),
        CheckConstraint("split_at IS NULL OR matched_at IS NULL", name="split_has_no_owner"),
    )

    id: Mapped[Key]
    bank_reference: Mapped[str] = mapped_column(
        String(80), unique=True, comment="the bank's own reference: recorded once"
    )
    payer: Mapped[str] = mapped_column(Text, default="", comment="as the bank names the sender")
    amount_minor: Mapped[Minor]
    currency: Mapped[Currency]
    received_on: Mapped[date] = mapped_column(Date)
    organisation_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisations.id"), index=True)
    recorded_at: Mapped[Instant]
    matched_at: Mapped[Instant | None]
    times_unmatched: Mapped[int] = mapped_column(default=0, comment="how often it was taken back from an owner")
    split_from: Mapped[UUID | None] = mapped_column(ForeignKey("receipts.id"), index=True)
    split_at: Mapped[Instant | None]
