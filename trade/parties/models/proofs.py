"""Tables of what proves who somebody is: passwords, generators, codes, sessions, links, tokens."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from trade.kernel.base import Base, Instant, Key


class Credentials(Base):
    """What proves who a person is: read by nobody but the person, not even by the platform's people."""

    __tablename__ = "credentials"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"), primary_key=True)
    password_hash: Mapped[str] = mapped_column(Text, default="", comment="argon2id; empty: cannot sign in")
    totp_secret: Mapped[str | None] = mapped_column(String(200), comment="sealed under a key of the application's")
    totp_last_step: Mapped[int] = mapped_column(default=0, comment="a code counts once")


class RecoveryCode(Base):
    """Opens the second door once, for somebody whose phone is gone. Only its hash is stored."""

    __tablename__ = "recovery_codes"
    __table_args__ = (UniqueConstraint("person_id", "code_hash"),)

    id: Mapped[Key]
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    code_hash: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[Instant]
    used_at: Mapped[Instant | None]


class FactorReset(Base):
    """Somebody asked that another person's lost second factor be forgotten; the platform's own need a second person."""

    __tablename__ = "factor_resets"
    __table_args__ = (
        CheckConstraint("asked_by <> person_id AND agreed_by <> person_id", name="not_their_own"),
        CheckConstraint("agreed_by <> asked_by", name="two_people"),
        CheckConstraint("done_at IS NULL OR NOT needs_two OR agreed_by IS NOT NULL", name="agreed_before_done"),
        Index("uq_factor_resets_open", "person_id", unique=True, postgresql_where=text("done_at IS NULL")),
    )

    id: Mapped[Key]
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"), comment="whose member asked for whom")
    needs_two: Mapped[bool]
    asked_by: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    asked_at: Mapped[Instant]
    agreed_by: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    agreed_at: Mapped[Instant | None]
    done_at: Mapped[Instant | None]


class SignIn(Base):
    """One signed-in browser. The cookie holds a token, the table only its hash."""

    __tablename__ = "sign_ins"
    __table_args__ = (
        Index("ix_sign_ins_device_hash", "device_hash", postgresql_where=text("device_hash IS NOT NULL")),
    )

    id: Mapped[Key]
    token_hash: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"), index=True)
    member_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("members.id"), comment="the place acted from; empty until one is chosen"
    )
    second_factor_at: Mapped[Instant | None]
    device_hash: Mapped[bytes | None] = mapped_column(
        LargeBinary, comment="of the browser's own number; empty: unknown, or forgotten after a while"
    )
    created_at: Mapped[Instant]
    expires_at: Mapped[Instant]
    ended_at: Mapped[Instant | None]


class PasswordReset(Base):
    """A link that sets a new password; works once, within the hour."""

    __tablename__ = "password_resets"

    id: Mapped[Key]
    token_hash: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    created_at: Mapped[Instant]
    expires_at: Mapped[Instant]
    used_at: Mapped[Instant | None]


class AccessToken(Base):
    """What a program of an organisation signs in with. The table holds only its hash."""

    __tablename__ = "access_tokens"

    id: Mapped[Key]
    token_hash: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"), index=True)
    name: Mapped[str] = mapped_column(String(80), comment="which program holds it")
    hint: Mapped[str] = mapped_column(String(8), comment="its last characters, to tell it from others")
    scopes: Mapped[list[str]] = mapped_column(ARRAY(String(20)))
    made_by: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    created_at: Mapped[Instant]
    expires_at: Mapped[Instant | None]
    last_used_at: Mapped[Instant | None] = mapped_column(comment="to within some minutes")
    revoked_at: Mapped[Instant | None]
