"""Makers of people and organisations: each needs nothing, and takes what the test is about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import count
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from adapters import clock
from trade.catalogue.models import Picture, Product
from trade.kernel.actor import Actor
from trade.kernel.ids import new_id, new_token
from trade.kernel.work import Call, bind_actor
from trade.pad.models import Upload, UploadRow
from trade.parties.credentials import hash_password, token_hash
from trade.parties.models import (
    AccessToken,
    Credentials,
    Invitation,
    Member,
    Organisation,
    PayeeAccount,
    Person,
    Region,
    SignIn,
)
from trade.parties.rules import (
    OrganisationKind,
    OrganisationState,
    Role,
    permissions_of,
    scope_of,
    scopes_for,
)
from trade.parties.sealing import Seal

PASSWORD = "three blue kettles"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
SECRET_KEY = "only for tests, and long enough to be taken"
SEAL = Seal((SECRET_KEY,))
BORN = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
IBAN = "GB20PINH00000101000601"
IBAN_OF_RIVAL = "GB90PINH00000101000602"
IN_ONE_GO = "in one go"
R = TypeVar("R")
_numbers = count(1)


def make_upload(session: Session, buyer: Actor, *, rows: int = 0, **values: Any) -> Upload:
    """Make an upload of a buyer's that was checked; its rows mean nothing."""
    made = {
        "name": "order.csv", "content": b"SKU,Quantity\n", "sample": [], "columns": {"code": 0, "quantity": 1},
        "state": "checked", "round": 1, "header_row": 1, "rows_done": rows, "at": BORN, **values,
    }  # fmt: skip
    bind_actor(session, Actor.system())
    upload = Upload(id=new_id(), buyer_id=buyer.organisation, person_id=buyer.person_id, **made)
    session.add(upload)
    session.flush()
    owner = {"upload_id": upload.id, "buyer_id": buyer.organisation}
    session.add_all(UploadRow(number=n, text=f"N{n}", amount="6", fault="unknown", **owner) for n in range(2, rows + 2))
    session.commit()
    return upload


def make_region(session: Session, code: str = "GB-LND", **values: Any) -> Region:
    """Make a region, or return the one with this code."""
    found = session.get(Region, code)
    made = {"country": "GB", "name": "London", "name_zh": "伦敦", **values}
    return found or _add(session, Region(code=code, **made))


def make_organisation(
    session: Session,
    kind: OrganisationKind | str = OrganisationKind.RETAILER,
    state: OrganisationState | str = OrganisationState.ADMITTED,
    bank_account: str = "",
    **values: Any,
) -> Organisation:
    """Make an admitted retailer, or what is asked for."""
    number = next(_numbers)
    made = {
        "name": f"Shop {number}",
        "legal_name": f"Shop {number} Ltd",
        "code": f"T-{number}",
        "currency": "GBP",
        "time_zone": "Europe/London",
        "address": "1 Test Street, London",
        "created_at": BORN,
        "admitted_at": BORN if state == "admitted" else None,
        **values,
    }
    organisation = _add(session, Organisation(id=new_id(), kind=kind, state=state, **made))
    if bank_account:
        _add(session, account_of(organisation, bank_account))
    return organisation


def account_of(organisation: Organisation, number: str) -> PayeeAccount:
    """Return the bank account of an organisation, in force since it joined."""
    return PayeeAccount(
        id=new_id(), organisation_id=organisation.id, kind="iban" if number.startswith("GB") else "local",
        holder=organisation.legal_name, number=number, bank_name="", bank_code="", asked_at=BORN, effective_at=BORN,
    )  # fmt: skip


def make_person(
    session: Session, *, second_factor: bool = False, password_hash: str | None = None, **values: Any
) -> Person:
    """Make somebody who signs in with ``PASSWORD``."""
    number = next(_numbers)
    made = {
        "name": f"Mei {number}",
        "email": f"mei{number}@example.com",
        "created_at": BORN,
        "totp_confirmed_at": BORN if second_factor else None,
        **values,
    }
    person = _add(session, Person(id=new_id(), **made))
    stored = _hashed(PASSWORD) if password_hash is None else password_hash
    secret = SEAL.close(SECRET, person.id) if second_factor else None
    _add(session, Credentials(person_id=person.id, password_hash=stored, totp_secret=secret))
    return person


def make_member(
    session: Session,
    organisation: Organisation | None = None,
    person: Person | None = None,
    roles: Iterable[Role | str] = (Role.OWNER,),
) -> Member:
    """Make a member; without an organisation, of a new retailer. The platform's people have a second factor."""
    organisation = organisation or make_organisation(session)
    person = person or make_person(session, second_factor=organisation.kind == OrganisationKind.PLATFORM)
    member = Member(
        id=new_id(),
        person_id=person.id,
        organisation_id=organisation.id,
        roles=[str(role) for role in roles],
        created_at=BORN,
    )
    return _add(session, member)


def make_sign_in(session: Session, member: Member, *, proven: bool = True, **values: Any) -> str:
    """Make an open session of a member; return its token."""
    token, at = new_token(), clock.now()
    made = {
        "person_id": member.person_id,
        "member_id": member.id,
        "created_at": at,
        "expires_at": at + timedelta(days=30),
        "second_factor_at": at if proven else None,
        **values,
    }
    _add(session, SignIn(id=new_id(), token_hash=token_hash(token), **made))
    return token


def make_invitation(session: Session, organisation: Organisation, login: str, **values: Any) -> str:
    """Make an invitation whose letter was sent; return its token."""
    token, at = new_token(), clock.now()
    made = {"roles": ["owner"], "created_at": at, "expires_at": at + timedelta(days=14), **values}
    _add(
        session,
        Invitation(id=new_id(), token_hash=token_hash(token), organisation_id=organisation.id, login=login, **made),
    )
    return token


def make_token(
    session: Session, organisation: Organisation | None = None, scopes: Iterable[str] | None = None, **values: Any
) -> str:
    """Make a token of an organisation with these scopes, or with all that mean something for it; return it."""
    organisation = organisation or make_organisation(session)
    token, kind = f"pinhuo_{new_token()}", OrganisationKind(organisation.kind)
    made = {
        "name": "Till",
        "hint": token[-4:],
        "scopes": [str(scope) for scope in (scopes_for(kind) if scopes is None else scopes)],
        "made_by": values.pop("made_by", None) or make_member(session, organisation).person_id,
        "created_at": clock.now(),
        **values,
    }
    _add(session, AccessToken(id=new_id(), token_hash=token_hash(token), organisation_id=organisation.id, **made))
    return token


def actor_of(member: Member) -> Actor:
    """Return who acts when this member does, with a proven second factor."""
    organisation = member.organisation
    kind, state = OrganisationKind(organisation.kind), OrganisationState(organisation.state)
    permissions = permissions_of(kind, state, [Role(role) for role in member.roles])
    return Actor(scope_of(kind), member.person_id, organisation.id, permissions)


def call_of(session: Session, member: Member | None = None, at: datetime | None = None) -> Call:
    """Return a call by a member, or by nobody."""
    actor = actor_of(member) if member is not None else Actor.nobody()
    session.commit()
    return Call(session, actor, at or clock.now())


@contextmanager
def in_one_go(session: Session) -> Iterator[None]:
    """Commit what is made in the block once, at its end: each commit costs six statements."""
    session.info[IN_ONE_GO] = True
    yield
    del session.info[IN_ONE_GO]
    session.commit()


def _add(session: Session, row: R) -> R:
    """Write a row as the system, whoever acted last in this session."""
    bind_actor(session, Actor.system())
    session.add(row)
    if IN_ONE_GO in session.info:
        session.flush()
    else:
        session.commit()
    return row


@cache
def _hashed(password: str) -> str:
    return hash_password(password)


def make_picture(session: Session) -> Picture:
    """Hang a picture, without files, at the first product."""
    product = session.scalars(select(Product).limit(1)).one()
    row = Picture(
        id=new_id(), product_id=product.id, seller_id=product.seller_id, name="made-up-for-a-test", width=1, height=1,
        position=0, created_at=BORN,
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row
