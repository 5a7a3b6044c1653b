"""Tables of people and organisations."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column, relationship

from trade.kernel.base import Base, Currency, Instant, Key, Minor
from trade.parties.rules import OrganisationKind, OrganisationState


class Region(Base):
    """A part of a country in which orders are pooled and shipments consolidated."""

    __tablename__ = "regions"

    code: Mapped[str] = mapped_column(String(12), primary_key=True)
    country: Mapped[str] = mapped_column(String(2), comment="ISO 3166-1 alpha-2")
    name: Mapped[str] = mapped_column(String(80))
    name_zh: Mapped[str] = mapped_column(String(80))


class Organisation(Base):
    """A legal party: platform, supplier, distributor, retailer, lender or carrier."""

    __tablename__ = "organisations"
    __table_args__ = (
        CheckConstraint(
            "kind IN ('platform','supplier','distributor','retailer','lender','carrier')",
            name="kind",
        ),
        CheckConstraint("state IN ('invited','applied','admitted','suspended')", name="state"),
        CheckConstraint("order_minimum_minor >= 0 AND lead_days BETWEEN 0 AND 365", name="terms"),
    )

    id: Mapped[Key]
    kind: Mapped[str] = mapped_column(String(12))
    state: Mapped[str] = mapped_column(String(12))
    name: Mapped[str] = mapped_column(String(120), comment="as the market shows it")
    legal_name: Mapped[str] = mapped_column(String(160), default="")
    tax_id: Mapped[str] = mapped_column(String(40), default="")
    code: Mapped[str] = mapped_column(String(40), unique=True, comment="short, stable, for imports")
    region_code: Mapped[str | None] = mapped_column(ForeignKey("regions.code"))
    address: Mapped[str] = mapped_column(Text, default="", comment="its own; goods go there where it names no other")
    time_zone: Mapped[str] = mapped_column(String(40), default="Europe/London")
    currency: Mapped[Currency]
    order_minimum_minor: Mapped[Minor] = mapped_column(
        default=0, server_default="0", comment="what an order to it comes to at least"
    )
    lead_days: Mapped[int] = mapped_column(default=0, server_default="0", comment="days it needs before it can deliver")
    created_at: Mapped[Instant]
    admitted_at: Mapped[Instant | None]

    @property
    def is_admitted(self) -> bool:
        """Whether it may trade now."""
        return self.state == OrganisationState.ADMITTED

    @property
    def sells(self) -> bool:
        """Whether it may offer goods."""
        return OrganisationKind(self.kind).sells

    @property
    def buys(self) -> bool:
        """Whether it may order goods."""
        return OrganisationKind(self.kind).buys


class Address(Base):
    """A place that an organisation has goods delivered to. Orders copy it; one that is archived is offered no more."""

    __tablename__ = "addresses"
    __table_args__ = (
        CheckConstraint("NOT is_default OR archived_at IS NULL", name="default_is_kept"),
        Index("uq_addresses_default", "organisation_id", unique=True, postgresql_where=text("is_default")),
    )

    id: Mapped[Key]
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"), index=True)
    label: Mapped[str] = mapped_column(String(60), comment="what its people call it")
    recipient: Mapped[str] = mapped_column(String(120), default="", comment="who takes the goods, with a number")
    lines: Mapped[str] = mapped_column(Text, comment="street, town, postcode")
    region_code: Mapped[str | None] = mapped_column(ForeignKey("regions.code"))
    is_default: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[Instant]
    archived_at: Mapped[Instant | None]


class BankAccount(Base):
    """Where an organisation wants its money; seen by itself and those who pay it."""

    __tablename__ = "bank_accounts"

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"), primary_key=True)
    account: Mapped[str] = mapped_column(String(60), comment="where it wants its money")


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


class SignIn(Base):
    """One signed-in browser. The cookie holds a token, the table only its hash."""

    __tablename__ = "sign_ins"

    id: Mapped[Key]
    token_hash: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"), index=True)
    member_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("members.id"), comment="the place acted from; empty until one is chosen"
    )
    second_factor_at: Mapped[Instant | None]
    created_at: Mapped[Instant]
    expires_at: Mapped[Instant]
    ended_at: Mapped[Instant | None]


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
