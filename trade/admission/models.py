"""Tables of admission. The database holds that two people let an organisation in."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.dialects.postgresql import UUID as PostgresUUID
from sqlalchemy.orm import Mapped, mapped_column

from trade.kernel.base import Base, Instant, Key


class Admission(Base):
    """An organisation's wish to trade here, and where it stands; one an organisation, however often it is sent back."""

    __tablename__ = "admissions"
    __table_args__ = (
        CheckConstraint("state IN ('draft','submitted','checked','returned','approved','refused')", name="state"),
        CheckConstraint("decided_by <> checked_by", name="two_people"),
        CheckConstraint("state NOT IN ('checked','approved') OR checked_by IS NOT NULL", name="checked"),
        CheckConstraint("state <> 'approved' OR decided_by IS NOT NULL", name="approved"),
        CheckConstraint("state NOT IN ('returned','refused') OR reason <> ''", name="reason"),
        Index("ix_admissions_waiting", "submitted_at", postgresql_where=text("state IN ('submitted','checked')")),
    )

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"), primary_key=True)
    reference: Mapped[str] = mapped_column(String(12), unique=True)
    state: Mapped[str] = mapped_column(String(10))
    country: Mapped[str] = mapped_column(String(2), comment="ISO 3166-1 alpha-2: whose registers its numbers stand in")
    contact: Mapped[str] = mapped_column(String(120), comment="who answers questions, with a number")
    story: Mapped[str] = mapped_column(Text, comment="what it sells or buys, in its own words")
    sells_food: Mapped[bool]
    created_at: Mapped[Instant]
    submitted_at: Mapped[Instant | None]
    checked_by: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    checked_at: Mapped[Instant | None]
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    decided_at: Mapped[Instant | None]
    reason: Mapped[str] = mapped_column(Text, comment="why it was sent back or refused")


class Permit(Base):
    """What an authority has allowed an organisation to do, as it was shown to the platform. Another one is another row."""

    __tablename__ = "permits"
    __table_args__ = (
        CheckConstraint("kind IN ('business','food','tax')", name="kind"),
        CheckConstraint("state IN ('given','returned','accepted','expired','replaced')", name="state"),
        CheckConstraint("state IN ('given','replaced') OR judged_by IS NOT NULL", name="judged"),
        CheckConstraint("state <> 'returned' OR reason <> ''", name="reason"),
        CheckConstraint("number <> '' AND cardinality(documents) BETWEEN 1 AND 6", name="shown"),
        Index("uq_permits_shown", "organisation_id", "kind", unique=True,
              postgresql_where=text("state IN ('given','returned')")),
        Index("uq_permits_accepted", "organisation_id", "kind", unique=True, postgresql_where=text("state = 'accepted'")),
        Index("ix_permits_ending", "last_day", postgresql_where=text("state = 'accepted'")),
    )  # fmt: skip

    id: Mapped[Key]
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"), index=True)
    kind: Mapped[str] = mapped_column(String(8))
    state: Mapped[str] = mapped_column(String(8))
    number: Mapped[str] = mapped_column(String(40), comment="checked, in one spelling")
    last_day: Mapped[date | None] = mapped_column(comment="on which it still holds; empty: without an end")
    documents: Mapped[list[UUID]] = mapped_column(ARRAY(PostgresUUID(as_uuid=True)), comment="files")
    given_by: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    given_at: Mapped[Instant]
    judged_by: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    judged_at: Mapped[Instant | None]
    reason: Mapped[str] = mapped_column(Text, comment="why it was returned")
    warned: Mapped[int | None] = mapped_column(comment="days before its end that were told last")


class Trial(Base):
    """The time in which a new seller proves itself; how much it may sell meanwhile stands with the organisation."""

    __tablename__ = "trials"
    __table_args__ = (
        CheckConstraint("state IN ('running','passed','ended')", name="state"),
        CheckConstraint("(state = 'running' AND extended = 0) OR decided_by IS NOT NULL", name="decided"),
        CheckConstraint("(state <> 'ended' AND extended = 0) OR state = 'passed' OR reason <> ''", name="reason"),
    )

    seller_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"), primary_key=True)
    state: Mapped[str] = mapped_column(String(8))
    began_at: Mapped[Instant]
    ends_at: Mapped[Instant]
    extended: Mapped[int] = mapped_column(comment="how often")
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    decided_at: Mapped[Instant | None]
    reason: Mapped[str] = mapped_column(Text, comment="why it was extended or ended")


class Delisting(Base):
    """One proposal to take a seller off the market, what was decided, and its appeal. Three people have a word in it, at most one each."""

    __tablename__ = "delistings"
    __table_args__ = (
        CheckConstraint("state IN ('proposed','dropped','delisted','appealed','confirmed','lifted')", name="state"),
        CheckConstraint("reason <> '' AND cardinality(evidence) <= 6 AND cardinality(appeal_files) <= 6", name="shown"),
        CheckConstraint("decided_by <> proposed_by", name="two_people"),
        CheckConstraint("judged_by <> proposed_by AND judged_by <> decided_by", name="third_person"),
        CheckConstraint("(state = 'proposed') = (decided_by IS NULL)", name="decided"),
        CheckConstraint("state IN ('proposed','dropped') OR appeal_until IS NOT NULL", name="appeal_until"),
        CheckConstraint("(state IN ('appealed','confirmed','lifted')) = (appealed_at IS NOT NULL)", name="appealed"),
        CheckConstraint("(state IN ('confirmed','lifted')) = (judged_by IS NOT NULL)", name="judged"),
        CheckConstraint("(state NOT IN ('confirmed','lifted') OR answer <> '') AND (appealed_at IS NULL OR appeal <> '')", name="words"),
        Index("ix_delistings_seller", "seller_id", "proposed_at"),
        Index("uq_delistings_standing", "seller_id", unique=True,
              postgresql_where=text("state IN ('proposed','delisted','appealed','confirmed')")),
        Index("ix_delistings_waiting", "proposed_at", postgresql_where=text("state IN ('proposed','appealed')")),
    )  # fmt: skip

    id: Mapped[Key]
    reference: Mapped[str] = mapped_column(String(12), unique=True)
    seller_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    state: Mapped[str] = mapped_column(String(9))
    reason: Mapped[str] = mapped_column(Text, comment="as the seller reads it")
    evidence: Mapped[list[UUID]] = mapped_column(ARRAY(PostgresUUID(as_uuid=True)), comment="files of the platform's")
    proposed_by: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    proposed_at: Mapped[Instant]
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    decided_at: Mapped[Instant | None]
    dropped_because: Mapped[str] = mapped_column(Text, comment="why it was not done")
    stood_for: Mapped[str | None] = mapped_column(String(8), comment="why the seller was suspended already, if it was")
    appeal_until: Mapped[Instant | None]
    appeal: Mapped[str] = mapped_column(Text, comment="the seller's own words")
    appeal_files: Mapped[list[UUID]] = mapped_column(ARRAY(PostgresUUID(as_uuid=True)), comment="files of the seller's")
    appealed_by: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    appealed_at: Mapped[Instant | None]
    judged_by: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"), comment="who decided the appeal")
    judged_at: Mapped[Instant | None]
    answer: Mapped[str] = mapped_column(Text, comment="why the appeal was decided so")


class AdmissionMessage(Base):
    """A question of the platform's, or an organisation's answer."""

    __tablename__ = "admission_messages"
    __table_args__ = (Index("ix_admission_messages_organisation", "organisation_id", "at"),)

    id: Mapped[Key]
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"), comment="whose admission it is about")
    is_ours: Mapped[bool] = mapped_column(comment="written by the platform")
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[Instant]
