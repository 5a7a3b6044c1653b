"""Tables of people, their places in organisations, and who is invited to one."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column, relationship

from trade.kernel.base import Base, Instant, Key, Minor
from trade.parties.models.organisations import Organisation


class Person(Base):
    """Somebody who signs in, by e-mail or phone number."""

    __tablename__ = "people"
    __table_args__ = (CheckConstraint("email IS NOT NULL OR phone IS NOT NULL", name="reachable"),)

    id: Mapped[Key]
    name: Mapped[str] = mapped_column(String(80))
    email: Mapped[str | None] = mapped_column(String(200), unique=True)
    phone: Mapped[str | None] = mapped_column(String(20), unique=True)
    locale: Mapped[str] = mapped_column(String(10), default="en")
    totp_confirmed_at: Mapped[Instant | None]
    created_at: Mapped[Instant]

    @property
    def has_second_factor(self) -> bool:
        """Whether a code generator was set up and proven."""
        return self.totp_confirmed_at is not None


class Member(Base):
    """A person's place in an organisation."""

    __tablename__ = "members"
    __table_args__ = (
        UniqueConstraint("person_id", "organisation_id"),
        CheckConstraint("order_limit_minor >= 0 AND month_limit_minor >= 0", name="limits"),
    )

    id: Mapped[Key]
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"), index=True)
    roles: Mapped[list[str]] = mapped_column(ARRAY(String(20)))
    order_limit_minor: Mapped[Minor | None] = mapped_column(comment="empty: no limit; 0: all needs approval")
    month_limit_minor: Mapped[Minor | None] = mapped_column(comment="empty: no limit; 0: all needs approval")
    created_at: Mapped[Instant]
    ended_at: Mapped[Instant | None]

    person: Mapped[Person] = relationship()
    organisation: Mapped[Organisation] = relationship()


class Invitation(Base):
    """A link that makes somebody a member; works once, until it expires."""

    __tablename__ = "invitations"

    id: Mapped[Key]
    token_hash: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"), index=True)
    login: Mapped[str] = mapped_column(String(200), comment="e-mail or phone it was sent to")
    roles: Mapped[list[str]] = mapped_column(ARRAY(String(20)))
    invited_by: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    created_at: Mapped[Instant]
    expires_at: Mapped[Instant]
    accepted_at: Mapped[Instant | None]

    organisation: Mapped[Organisation] = relationship()
