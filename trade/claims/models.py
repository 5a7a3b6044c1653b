"""Tables of claims. The database holds that nothing is claimed beyond what was delivered and paid."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from trade.kernel.base import Base, Currency, Instant, Key, Minor


class ClaimedLine(Base):
    """How much of a delivered order line is claimed; made by its first claim, counted up by guarded updates."""

    __tablename__ = "claimed_lines"
    __table_args__ = (
        CheckConstraint("claimed BETWEEN 0 AND delivered", name="within_delivered"),
        CheckConstraint("claimed_minor BETWEEN 0 AND paid_minor", name="within_paid"),
    )

    order_line_id: Mapped[UUID] = mapped_column(ForeignKey("order_lines.id"), primary_key=True)
    buyer_id: Mapped[UUID]
    seller_id: Mapped[UUID]
    delivered: Mapped[int] = mapped_column(comment="units that were shipped")
    paid_minor: Mapped[Minor] = mapped_column(comment="for them, before any claim")
    claimed: Mapped[int]
    claimed_minor: Mapped[Minor]


class Claim(Base):
    """A buyer's complaint about delivered lines of one order, what was paid for it, and who bears it.

    What was advanced is recovered from the seller, absorbed by the platform, or taken back; once it is closed nothing is left.
    """

    __tablename__ = "claims"
    __table_args__ = (
        CheckConstraint("state IN ('asked','disputed','unanswered','settled','rejected','withdrawn')", name="state"),
        CheckConstraint("reason IN ('damaged','missing','wrong','expired','quality')", name="reason"),
        CheckConstraint("(state IN ('settled','rejected','withdrawn')) = (closed_at IS NOT NULL)", name="closed"),
        CheckConstraint("(state = 'settled') = (outcome IS NOT NULL)", name="outcome"),
        CheckConstraint("outcome IN ('seller','platform')", name="bearer"),
        CheckConstraint("amount_minor > 0 AND advanced_minor BETWEEN 0 AND amount_minor", name="advanced"),
        CheckConstraint(
            "recovered_minor >= 0 AND absorbed_minor >= 0 AND taken_back_minor >= 0"
            " AND recovered_minor + absorbed_minor + taken_back_minor <= advanced_minor",
            name="within_advance",
        ),
        CheckConstraint(
            "closed_at IS NULL OR recovered_minor + absorbed_minor + taken_back_minor = advanced_minor",
            name="nothing_left",
        ),
        CheckConstraint("collected_minor BETWEEN 0 AND taken_back_minor", name="collected"),
        CheckConstraint("(advanced_at IS NULL) = (advanced_minor = 0)", name="advanced_at"),
        Index("ix_claims_order", "order_id"),
        Index("ix_claims_buyer", "buyer_id", "asked_at"),
        Index("ix_claims_seller", "seller_id", "asked_at"),
        Index("ix_claims_open", "money_due_at", postgresql_where=text("closed_at IS NULL")),
        Index("ix_claims_owed", "buyer_id", postgresql_where=text("collected_minor < taken_back_minor")),
    )

    id: Mapped[Key]
    reference: Mapped[str] = mapped_column(String(12), unique=True)
    order_id: Mapped[UUID] = mapped_column(ForeignKey("orders.id"))
    buyer_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    seller_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    currency: Mapped[Currency]
    state: Mapped[str] = mapped_column(String(10))
    reason: Mapped[str] = mapped_column(String(8))
    words: Mapped[str] = mapped_column(Text, comment="the buyer's own")
    doubts: Mapped[str] = mapped_column(Text, comment="why it was not paid unseen, as codes with commas between")
    outcome: Mapped[str | None] = mapped_column(String(8))
    amount_minor: Mapped[Minor] = mapped_column(comment="asked for")
    advanced_minor: Mapped[Minor] = mapped_column(comment="paid to the buyer")
    recovered_minor: Mapped[Minor] = mapped_column(comment="of that, borne by the seller")
    absorbed_minor: Mapped[Minor] = mapped_column(comment="of that, borne by the platform")
    taken_back_minor: Mapped[Minor] = mapped_column(comment="of that, owed back by the buyer")
    collected_minor: Mapped[Minor] = mapped_column(comment="of what is owed back, paid from the wallet")
    collections: Mapped[int] = mapped_column(comment="in so many entries")
    asked_by: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    asked_at: Mapped[Instant]
    money_due_at: Mapped[Instant] = mapped_column(comment="a first answer, and money, by then")
    seller_due_at: Mapped[Instant]
    answered_at: Mapped[Instant | None] = mapped_column(comment="first word of the seller or the platform")
    advanced_at: Mapped[Instant | None]
    escalated_at: Mapped[Instant | None] = mapped_column(comment="the clock ran out on more than it may pay by itself")
    closed_at: Mapped[Instant | None]
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    answer: Mapped[str] = mapped_column(Text, comment="why it was decided so")

    lines: Mapped[list[ClaimLine]] = relationship(order_by="ClaimLine.order_line_id")

    @property
    def outstanding_minor(self) -> int:
        """What was advanced and is not recovered, absorbed or taken back."""
        return self.advanced_minor - self.recovered_minor - self.absorbed_minor - self.taken_back_minor


class ClaimLine(Base):
    """How much of an order line a claim is about, and what that comes to."""

    __tablename__ = "claim_lines"
    __table_args__ = (CheckConstraint("quantity > 0 AND amount_minor >= 0", name="positive"),)

    claim_id: Mapped[UUID] = mapped_column(ForeignKey("claims.id"), primary_key=True)
    order_line_id: Mapped[UUID] = mapped_column(ForeignKey("claimed_lines.order_line_id"), primary_key=True)
    buyer_id: Mapped[UUID]
    seller_id: Mapped[UUID]
    quantity: Mapped[int]
    amount_minor: Mapped[Minor]


class ClaimMessage(Base):
    """What one of the three parties wrote to the others."""

    __tablename__ = "claim_messages"
    __table_args__ = (Index("ix_claim_messages_claim", "claim_id", "at"),)

    id: Mapped[Key]
    claim_id: Mapped[UUID] = mapped_column(ForeignKey("claims.id"))
    buyer_id: Mapped[UUID]
    seller_id: Mapped[UUID]
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[Instant]


class ClaimFile(Base):
    """A photo or paper of a claim, or of a message about it; a file belongs to one claim only."""

    __tablename__ = "claim_files"
    __table_args__ = (Index("ix_claim_files_claim", "claim_id"),)

    file_id: Mapped[UUID] = mapped_column(ForeignKey("files.id"), primary_key=True)
    claim_id: Mapped[UUID] = mapped_column(ForeignKey("claims.id"))
    message_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("claim_messages.id"), comment="with which it was sent; none for those of the claim itself"
    )
    buyer_id: Mapped[UUID]
    seller_id: Mapped[UUID]
