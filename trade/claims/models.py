"""Tables of claims. The database holds that nothing is claimed beyond what was delivered and paid."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from trade.kernel.base import Base, Currency, Instant, Key, Minor
from trade.kernel.proposals import Proposal, checks_of_two_people


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
        CheckConstraint(
            "state IN ('asked','disputed','unanswered','replacing','returning','settled','rejected','withdrawn')",
            name="state",
        ),
        CheckConstraint("reason IN ('damaged','missing','wrong','expired','quality')", name="reason"),
        CheckConstraint("NOT late OR reason = 'quality'", name="late"),
        CheckConstraint("wish IN ('money','replacement','return')", name="wish"),
        CheckConstraint("(state IN ('settled','rejected','withdrawn')) = (closed_at IS NOT NULL)", name="closed"),
        CheckConstraint("(state = 'settled') = (outcome IS NOT NULL)", name="outcome"),
        CheckConstraint(
            "state <> 'replacing' OR replacement_id IS NOT NULL AND advanced_minor = 0 AND replace_due_at IS NOT NULL",
            name="replacing",
        ),
        CheckConstraint("state <> 'settled' OR advanced_minor > 0 OR replacement_id IS NOT NULL", name="either_or"),
        CheckConstraint("outcome IN ('seller','platform','carrier')", name="bearer"),
        CheckConstraint("carrier_id IS NOT NULL OR carried_minor = 0", name="carrier"),
        CheckConstraint(
            "carrier_paid_minor >= 0 AND given_up_minor >= 0 AND carrier_paid_minor + given_up_minor <= carried_minor",
            name="carrier_paid",
        ),
        CheckConstraint("amount_minor > 0 AND advanced_minor BETWEEN 0 AND amount_minor", name="advanced"),
        CheckConstraint(
            "recovered_minor >= 0 AND absorbed_minor >= 0 AND carried_minor >= 0 AND taken_back_minor >= 0"
            " AND recovered_minor + absorbed_minor + carried_minor + taken_back_minor <= advanced_minor",
            name="within_advance",
        ),
        CheckConstraint(
            "closed_at IS NULL OR recovered_minor + absorbed_minor + carried_minor + taken_back_minor = advanced_minor",
            name="nothing_left",
        ),
        CheckConstraint("collected_minor BETWEEN 0 AND taken_back_minor", name="collected"),
        CheckConstraint("(advanced_at IS NULL) = (advanced_minor = 0)", name="advanced_at"),
        Index("ix_claims_order", "order_id"),
        Index("uq_claims_replacement_id", "replacement_id", unique=True),
        Index("ix_claims_replacing", "replace_due_at", postgresql_where=text("state = 'replacing'")),
        Index("ix_claims_buyer", "buyer_id", "asked_at"),
        Index("ix_claims_seller", "seller_id", "asked_at"),
        Index("ix_claims_open", "money_due_at", postgresql_where=text("closed_at IS NULL")),
        Index("ix_claims_carrier", "carrier_id", postgresql_where=text("carrier_id IS NOT NULL")),
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
    wish: Mapped[str] = mapped_column(
        String(11), default="money", server_default="money", comment="what the buyer would like to come of it"
    )
    late: Mapped[bool] = mapped_column(
        default=False, server_default="false", comment="about a fault that could not be seen before the order completed"
    )
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
    carrier_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisations.id"), comment="the carrier that bears it")
    carried_minor: Mapped[Minor] = mapped_column(
        default=0, server_default="0", comment="of what was paid, borne by the carrier"
    )
    carrier_paid_minor: Mapped[Minor] = mapped_column(default=0, server_default="0", comment="of that, paid by it")
    given_up_minor: Mapped[Minor] = mapped_column(default=0, server_default="0", comment="of that, given up")
    carrier_payments: Mapped[int] = mapped_column(default=0, server_default="0", comment="in so many entries")
    replacement_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("orders.id"), comment="the order that sends the goods again, for nothing; one a claim"
    )
    replace_due_at: Mapped[Instant | None] = mapped_column(comment="by when that leaves, else it is money after all")
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
        """What was advanced and is not recovered, absorbed, owed by a carrier or taken back."""
        borne = self.recovered_minor + self.absorbed_minor + self.carried_minor
        return self.advanced_minor - borne - self.taken_back_minor

    @property
    def carrier_owes_minor(self) -> int:
        """What the carrier that bears it has not paid, and nobody has given up."""
        return self.carried_minor - self.carrier_paid_minor - self.given_up_minor


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


class ClaimReturn(Base):
    """The way back of a claim's goods: once a claim. Times say how far it is."""

    __tablename__ = "claim_returns"
    __table_args__ = (
        CheckConstraint("(sent_at IS NULL) = (arrive_by IS NULL) AND (sent_at IS NULL) = (carrier = '')", name="sent"),
        CheckConstraint("missed_at IS NULL OR (sent_at IS NULL AND arrived_at IS NULL)", name="missed"),
        Index("ix_claim_returns_open", "send_by", postgresql_where=text("arrived_at IS NULL AND missed_at IS NULL")),
    )

    claim_id: Mapped[UUID] = mapped_column(ForeignKey("claims.id"), primary_key=True)
    buyer_id: Mapped[UUID]
    seller_id: Mapped[UUID]
    asked_by: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    asked_at: Mapped[Instant]
    send_by: Mapped[Instant]
    carrier: Mapped[str] = mapped_column(String(80), comment="with whom the buyer sent them")
    tracking: Mapped[str] = mapped_column(String(80))
    sent_at: Mapped[Instant | None]
    arrive_by: Mapped[Instant | None] = mapped_column(
        comment="unless the seller has said by then what arrived, all did"
    )
    arrived_at: Mapped[Instant | None] = mapped_column(comment="when the seller said what arrived, or it counted so")
    missed_at: Mapped[Instant | None] = mapped_column(comment="when it was noted that they were not sent")


class ReturnedLine(Base):
    """How much of a claim's line came back, as its seller says."""

    __tablename__ = "returned_lines"
    __table_args__ = (
        ForeignKeyConstraint(["claim_id", "order_line_id"], ["claim_lines.claim_id", "claim_lines.order_line_id"]),
        CheckConstraint("arrived >= 0", name="arrived"),
    )

    claim_id: Mapped[UUID] = mapped_column(primary_key=True)
    order_line_id: Mapped[UUID] = mapped_column(primary_key=True)
    buyer_id: Mapped[UUID]
    seller_id: Mapped[UUID]
    arrived: Mapped[int]


class CarrierLoss(Proposal):
    """One person's word that a carrier will never pay what it owes for a claim; given up by another person's word."""

    __tablename__ = "carrier_losses"
    __table_args__ = (
        CheckConstraint("amount_minor > 0", name="positive"),
        *checks_of_two_people(),
        Index("uq_carrier_losses_open", "claim_id", unique=True, postgresql_where=text("state = 'proposed'")),
    )

    claim_id: Mapped[UUID] = mapped_column(ForeignKey("claims.id"))
    amount_minor: Mapped[Minor]
    note: Mapped[str] = mapped_column(String(200), comment="why it is never paid")
