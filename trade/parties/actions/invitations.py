"""Inviting organisations to the market, and people to organisations."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import literal, or_, select

from trade.kernel.actor import Permission
from trade.kernel.errors import InvalidInput, NotFound
from trade.kernel.ids import new_id, new_reference, new_token
from trade.kernel.locks import lock_one
from trade.kernel.work import Work, action
from trade.parties.credentials import derived_token, token_hash
from trade.parties.models import Invitation, Organisation, Person
from trade.parties.ports import Addressee, Postman
from trade.parties.rules import OrganisationKind, OrganisationState, Role, is_phone, login_name, roles_for

INVITED_FOR: Final = timedelta(days=14)
_EMAIL: Final = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")


@dataclass(frozen=True, slots=True)
class NewOrganisation:
    """What the platform knows of an organisation before its owner has accepted."""

    kind: OrganisationKind
    name: str
    login: str
    currency: str
    time_zone: str
    region_code: str | None = None
    legal_name: str = ""
    tax_id: str = ""
    address: str = ""
    locale: str = "en"


@action(Permission.ADMIT)
def invite_organisation(work: Work, new: NewOrganisation) -> UUID:
    """Create an organisation that may do nothing yet, and invite its owner."""
    organisation = new_organisation(work, new)
    _invite(work, organisation, new.login, (Role.OWNER,), new.locale)
    work.record("parties.organisation_invited", "organisation", organisation.id, parties=(organisation.id,))
    return organisation.id


def ask_in(work: Work, new: NewOrganisation) -> UUID | None:
    """Create an organisation for somebody who asks for it, unknown and from outside, and send them a link to go on.

    Whoever has asked for the same and not opened the link yet is sent it anew; ``None`` for them. The work's actor must be the
    system: a visitor may write nothing.
    """
    waiting = (
        select(Invitation)
        .join(Organisation)
        .where(
            Invitation.login == login_name(new.login), Invitation.accepted_at.is_(None), Invitation.invited_by.is_(None),
            Organisation.name == new.name, Organisation.kind == new.kind,
            Organisation.state == OrganisationState.INVITED,
        )
        .order_by(Invitation.created_at.desc())
        .limit(1)
    )  # fmt: skip
    found = work.session.scalars(waiting).one_or_none()
    if found is not None:
        with suppress(NotFound):  # forgotten in this moment: then it is asked for anew
            renew_invitation.within(work, found.id, new.locale)
            return None
    organisation = new_organisation(work, new)
    _invite(work, organisation, new.login, (Role.OWNER,), new.locale)
    work.record("parties.organisation_asked", "organisation", organisation.id, parties=(organisation.id,))
    return organisation.id


def new_organisation(work: Work, new: NewOrganisation) -> Organisation:
    """Write down an organisation that may do nothing yet."""
    organisation = Organisation(
        id=new_id(),
        kind=new.kind,
        state=OrganisationState.INVITED,
        name=new.name,
        legal_name=new.legal_name or new.name,
        tax_id=new.tax_id,
        code=new_reference("ORG"),
        region_code=new.region_code,
        address=new.address,
        time_zone=new.time_zone,
        currency=new.currency,
        created_at=work.at,
    )
    work.session.add(organisation)
    work.session.flush()  # foreign keys need the row
    return organisation


@action(Permission.MANAGE_MEMBERS)
def invite_member(work: Work, login: str, roles: tuple[Role, ...], locale: str = "en") -> UUID:
    """Invite somebody to the actor's own organisation."""
    organisation = work.session.get_one(Organisation, work.actor.organisation)
    allowed = roles_for(OrganisationKind(organisation.kind))
    if not roles or not set(roles) <= set(allowed):
        raise InvalidInput("roles", "roles_for_kind", allowed=allowed)
    invitation_id = _invite(work, organisation, login, roles, locale)
    work.record(
        "parties.member_invited", "organisation", organisation.id, after={"roles": [str(role) for role in roles]}
    )
    return invitation_id


@action()
def send_invitation(work: Work, postman: Postman, secret: str, invitation_id: UUID, locale: str) -> None:
    """Make the invitation's link and post it; run again, it posts nothing."""
    invitation = lock_one(work.session, select(Invitation).where(Invitation.id == invitation_id))
    if invitation is None or invitation.accepted_at is not None:
        return
    token = derived_token(secret, "invitation", str(invitation_id))
    if invitation.token_hash == token_hash(token):
        return
    invitation.token_hash = token_hash(token)
    organisation = work.session.get_one(Organisation, invitation.organisation_id)
    person = work.session.scalars(
        select(Person).where(or_(Person.email == invitation.login, Person.phone == invitation.login))
    ).one_or_none()
    work.record("parties.invitation_sent", "organisation", organisation.id, parties=(organisation.id,))
    to = Addressee(
        login=invitation.login,
        name=person.name if person else "",
        locale=person.locale if person else locale,
    )
    asked = invitation.invited_by is None and organisation.state == OrganisationState.INVITED
    postman.deliver_invitation(to, organisation.name, token, asked=asked)


@action()
def withdraw_invitation(work: Work, invitation_id: UUID) -> UUID:
    """Take back an invitation that nobody has accepted; its link opens nothing any more. Answer whose it was."""
    invitation = _open(work, invitation_id)
    organisation_id = invitation.organisation_id
    work.session.delete(invitation)
    work.record("parties.invitation_withdrawn", "organisation", organisation_id, parties=(organisation_id,))
    return organisation_id


@action()
def renew_invitation(work: Work, invitation_id: UUID, locale: str) -> UUID:
    """Let the link of an open invitation work for its full time again, and post it once more. Answer whose it is."""
    invitation = _open(work, invitation_id)
    invitation.token_hash = token_hash(new_token())  # until the letter is written: it makes the link anew
    invitation.expires_at = work.at + INVITED_FOR
    work.record(
        "parties.invitation_renewed", "organisation", invitation.organisation_id, parties=(invitation.organisation_id,)
    )
    work.later("send_invitation", invitation_id=str(invitation.id), locale=locale)
    return invitation.organisation_id


def _open(work: Work, invitation_id: UUID) -> Invitation:
    """Lock an open invitation to the actor's organisation, or to any for those who admit; else ``NotFound``."""
    admits = work.actor.may(Permission.ADMIT)
    if not admits:
        work.actor.require(Permission.MANAGE_MEMBERS)
    theirs = or_(Invitation.organisation_id == work.actor.organisation_id, literal(admits))
    open_one = select(Invitation).where(Invitation.id == invitation_id, Invitation.accepted_at.is_(None), theirs)
    found = lock_one(work.session, open_one)
    if found is None:
        raise NotFound("invitation", invitation_id)
    return found


def _invite(work: Work, organisation: Organisation, login: str, roles: tuple[Role, ...], locale: str) -> UUID:
    """Write the invitation. Its token is made where it is sent; until then no link opens it."""
    name = login_name(login)
    if not (_EMAIL.fullmatch(name) or is_phone(name)):
        raise InvalidInput("login", "login_shape")
    invitation = Invitation(
        id=new_id(),
        token_hash=token_hash(new_token()),
        organisation_id=organisation.id,
        login=name,
        roles=[str(role) for role in roles],
        invited_by=work.actor.person_id,
        created_at=work.at,
        expires_at=work.at + INVITED_FOR,
    )
    work.session.add(invitation)
    work.later("send_invitation", invitation_id=str(invitation.id), locale=locale)
    return invitation.id
