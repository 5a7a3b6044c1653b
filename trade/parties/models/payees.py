"""Bank accounts that organisations want their money on, and since when."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from trade.kernel.base import Base, Instant, Key


class PayeeAccount(Base):
    """A bank account that an organisation has named.

    It never changes: another one is another row, and the newest that has cooled off is in force. Until then its people
    can take it back.
    """

    __tablename__ = "payee_accounts"
    __table_args__ = (
        CheckConstraint("kind IN ('iban','cnaps','local')", name="kind"),
        CheckConstraint("effective_at >= asked_at", name="cools_off"),
        CheckConstraint("withdrawn_at IS NOT NULL OR withdrawn_by IS NULL", name="withdrawn"),
        Index("ix_payee_accounts_in_force", "organisation_id", "effective_at"),
    )

    id: Mapped[Key]
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    kind: Mapped[str] = mapped_column(String(8))
    holder: Mapped[str] = mapped_column(String(140), comment="in whose name the bank keeps it")
    number: Mapped[str] = mapped_column(String(34), comment="IBAN or account number, without spaces")
    bank_name: Mapped[str] = mapped_column(String(80))
    bank_code: Mapped[str] = mapped_column(String(12), comment="BIC, or the CNAPS code of a Chinese branch")
    asked_by: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    asked_at: Mapped[Instant]
    effective_at: Mapped[Instant] = mapped_column(comment="from when payouts may go there")
    withdrawn_by: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    withdrawn_at: Mapped[Instant | None]
