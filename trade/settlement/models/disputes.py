"""Tables of lines that sellers dispute."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from trade.kernel.base import Base, Currency, Instant, Key, Minor


class LineDispute(Base):
    """A seller's word that a line of a statement is wrong, and the answer; a correction is an item of a later statement."""

    __tablename__ = "line_disputes"
    __table_args__ = (
        CheckConstraint("state IN ('open','corrected','declined','withdrawn')", name="state"),
        CheckConstraint("(state = 'open') = (answered_at IS NULL)", name="answered"),
        CheckConstraint("(state = 'corrected') = (item_id IS NOT NULL) AND corrected_minor >= 0", name="corrected"),
        CheckConstraint("(state = 'corrected') = (corrected_minor > 0)", name="amount"),
        CheckConstraint("held_minor >= 0", name="held"),
        Index("uq_line_disputes_open", "order_line_id", unique=True, postgresql_where=text("state = 'open'")),
        Index("ix_line_disputes_statement", "statement_id"),
        Index("ix_line_disputes_line", "order_line_id"),
    )

    id: Mapped[Key]
    order_line_id: Mapped[UUID] = mapped_column(ForeignKey("statement_lines.order_line_id"))
    statement_id: Mapped[UUID] = mapped_column(ForeignKey("statements.id"))
    seller_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    currency: Mapped[Currency]
    state: Mapped[str] = mapped_column(String(10))
    reason: Mapped[str] = mapped_column(String(500))
    asked_by: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    asked_at: Mapped[Instant]
    answer: Mapped[str] = mapped_column(String(500), default="")
    answered_by: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    answered_at: Mapped[Instant | None]
    corrected_minor: Mapped[Minor] = mapped_column(default=0, comment="commission given back")
    held_minor: Mapped[Minor] = mapped_column(server_default="0", comment="kept out of payouts until it is answered")
    item_id: Mapped[UUID | None] = mapped_column(ForeignKey("statement_items.id"))
