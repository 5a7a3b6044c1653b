"""Tables of payouts."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, text
from sqlalchemy.orm import Mapped, mapped_column

from trade.kernel.base import Base, Currency, Instant, Key, Minor


class Payout(Base):
    """Money for a seller: prepared by one person, approved by another, then sent."""

    __tablename__ = "payouts"
    __table_args__ = (
        CheckConstraint("amount_minor > 0", name="positive"),
        CheckConstraint("decided_by IS DISTINCT FROM prepared_by", name="two_people"),
        CheckConstraint("state IN ('prepared','sent','booked','rejected')", name="state"),
        CheckConstraint("(state = 'prepared') = (decided_by IS NULL)", name="decided"),
        Index(
            "uq_payouts_prepared",
            "seller_id",
            "currency",
            unique=True,
            postgresql_where=text("state = 'prepared'"),
        ),
    )

    id: Mapped[Key]
    reference: Mapped[str] = mapped_column(String(12), unique=True)
    seller_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"), index=True)
    amount_minor: Mapped[Minor]
    currency: Mapped[Currency]
    bank_account: Mapped[str] = mapped_column(String(60))
    state: Mapped[str] = mapped_column(String(10))
    content_hash: Mapped[bytes] = mapped_column(LargeBinary, comment="what the approver was shown")
    prepared_by: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    prepared_at: Mapped[Instant]
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    decided_at: Mapped[Instant | None]
    booked_at: Mapped[Instant | None]
    reason: Mapped[str] = mapped_column(String(200), default="")
