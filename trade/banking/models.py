"""Tables of what the bank's papers say: files, statements, and their lines."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, LargeBinary, String, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from trade.kernel.base import Base, Currency, Instant, Key, Minor

READING = "state = 'reading'"
TAKEN = "state IN ('taking','stopped','taken')"


class BankPaper(Base):
    """A file from a bank, read and shown, then taken in or cancelled; the same file is taken in once.

    A large one is kept as it came (``content``) until a job has read it; of what cannot be read only why (``refusal``) stays.
    A long one is taken in by a job: ``lines_done`` of its ``lines_total`` were looked at.
    """

    __tablename__ = "bank_papers"
    __table_args__ = (
        CheckConstraint("state IN ('reading','refused','shown','taking','stopped','taken','cancelled')", name="state"),
        CheckConstraint("lines_done BETWEEN 0 AND lines_total", name="once_each"),
        CheckConstraint("state <> 'taken' OR lines_done = lines_total", name="whole"),
        CheckConstraint("(state = 'stopped') = (fault <> '')", name="stopped"),
        CheckConstraint("(state = 'reading') = (content IS NOT NULL)", name="reading"),
        CheckConstraint("(state = 'refused') = (refusal IS NOT NULL)", name="refused"),
        Index("uq_bank_papers_reading", "file_hash", unique=True, postgresql_where=text(READING)),
        Index("uq_bank_papers_taken", "file_hash", unique=True, postgresql_where=text(TAKEN)),
    )

    id: Mapped[Key]
    name: Mapped[str] = mapped_column(String(120))
    kind: Mapped[str] = mapped_column(String(10))
    file_hash: Mapped[bytes] = mapped_column(LargeBinary)
    content: Mapped[bytes | None] = mapped_column(
        LargeBinary, deferred=True, comment="the file, until a job has read it"
    )
    refusal: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True), comment="why it was not read")
    reading: Mapped[dict[str, Any]] = mapped_column(JSONB, deferred=True, comment="what it says, until it is taken in")
    state: Mapped[str] = mapped_column(String(10))
    uploaded_by: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    uploaded_at: Mapped[Instant]
    lines_total: Mapped[int] = mapped_column(default=0, comment="of one that a job takes in")
    lines_done: Mapped[int] = mapped_column(default=0)
    fault: Mapped[str] = mapped_column(String(10), default="", comment="why it has stopped")


class BankStatement(Base):
    """A statement of one of our accounts: its balances differ by the sum of its lines, here or on earlier statements."""

    __tablename__ = "bank_statements"
    __table_args__ = (Index("uq_bank_statements_bank_id", "account", "currency", "bank_id", "closed_on", unique=True),)

    id: Mapped[Key]
    paper_id: Mapped[UUID] = mapped_column(ForeignKey("bank_papers.id"), index=True)
    bank_id: Mapped[str] = mapped_column(String(70))
    account: Mapped[str] = mapped_column(String(40))
    currency: Mapped[Currency]
    opened_on: Mapped[date] = mapped_column(Date)
    closed_on: Mapped[date] = mapped_column(Date)
    opening_minor: Mapped[Minor]
    closing_minor: Mapped[Minor]
    known_minor: Mapped[Minor] = mapped_column(comment="sum of its lines that stood on an earlier statement")
    known_lines: Mapped[int]
    taken_at: Mapped[Instant]


class BankLine(Base):
    """One line: it waits until it is booked as something, by its reference or by a person."""

    __tablename__ = "bank_lines"
    __table_args__ = (
        CheckConstraint("amount_minor <> 0", name="not_zero"),
        CheckConstraint("state IN ('new','waiting','booked','aside')", name="state"),
        CheckConstraint("deed IN ('','payout','return','receipt','charge','tax')", name="deed"),
        CheckConstraint("(state = 'booked') = (deed <> '')", name="booked"),
        Index("ix_bank_lines_statement", "statement_id", "position"),
        Index("ix_bank_lines_new", "statement_id", postgresql_where=text("state = 'new'")),
        Index("ix_bank_lines_waiting", "booked_on", postgresql_where=text("state = 'waiting'")),
    )

    id: Mapped[Key]
    statement_id: Mapped[UUID] = mapped_column(ForeignKey("bank_statements.id"))
    position: Mapped[int]
    fingerprint: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    booked_on: Mapped[date] = mapped_column(Date)
    amount_minor: Mapped[Minor] = mapped_column(comment="positive where money came in")
    currency: Mapped[Currency]
    reference: Mapped[str] = mapped_column(String(80))
    bank_reference: Mapped[str] = mapped_column(String(80))
    name: Mapped[str] = mapped_column(String(140))
    words: Mapped[str] = mapped_column(String(500))
    code: Mapped[str] = mapped_column(String(8))
    is_return: Mapped[bool]
    state: Mapped[str] = mapped_column(String(8))
    deed: Mapped[str] = mapped_column(String(8), default="")
    why: Mapped[str] = mapped_column(String(16), comment="the reason for what it was booked as, or is thought to be")
    payout_id: Mapped[UUID | None] = mapped_column(ForeignKey("payouts.id"), index=True)
    receipt_id: Mapped[UUID | None] = mapped_column(ForeignKey("receipts.id"), index=True)
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    decided_at: Mapped[Instant | None]
    reason: Mapped[str] = mapped_column(String(200), default="")
