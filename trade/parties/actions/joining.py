"""Accepting an invitation: a new person, or one who is known already, becomes a member."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from trade.kernel.actor import Actor, Scope
from trade.kernel.errors import InvalidInput
from trade.kernel.ids import new_id
from trade.kernel.locks import lock_one
from trade.kernel.work import Work, action
from trade.parties.actions.passwords import check_password
from trade.parties.actions.sessions import SignedIn, open_session, who_signs_in_with
from trade.parties.credentials import hash_password, is_password, token_hash
from trade.parties.errors import LinkExpired, WrongCredentials
from trade.parties.models import Credentials, Invitation, Member, Organisation, Person
from trade.parties.queries.invitations import InvitationView, invitation_by_token
from trade.parties.rules import OrganisationState, is_phone


@action()
def accept_invitation(
    work: Work, token: str, *, name: str, password: str, locale: str, session_token: str, device: str = ""
) -> SignedIn:
    """Make the invited person a member and sign them in; the owner's acceptance is the organisation's application.

    Somebody who has a password already proves it; everybody else chooses one.
    """
    shown = invitation_by_token(work.session, token, work.at)
    if shown is None:
        raise LinkExpired
    person_id = _person(work, shown, name, password, locale)
    invitation = lock_one(work.session, select(Invitation).where(Invitation.token_hash == token_hash(token)))
    if invitation is None or invitation.accepted_at is not None:
        raise LinkExpired
    member = _member(work, invitation, person_id)
    invitation.accepted_at = work.at
    _apply(work, invitation)
    signed_in = open_session(work, person_id, session_token, member, device)
    work.record(
        "parties.member_joined",
        "organisation",
        invitation.organisation_id,
        parties=(invitation.organisation_id,),
        after={"person": str(person_id), "roles": list(member.roles)},
    )
    return signed_in


def _person(work: Work, shown: InvitationView, name: str, password: str, locale: str) -> UUID:
    """Check the password of the invited person, or write a new one down; from then on they act themselves."""
    person_id, stored = who_signs_in_with(work, shown.login)
    if stored and not is_password(password, stored):
        raise WrongCredentials
    if not stored:
        check_password(password)
    if person_id is None and not name:
        raise InvalidInput("name", "required")
    work.become(Actor(Scope.PARTY, person_id or new_id(), shown.organisation_id))
    person = work.actor.person_id
    assert person is not None
    if person_id is None:
        reach = {"phone": shown.login} if is_phone(shown.login) else {"email": shown.login}
        work.session.add(Person(id=person, name=name, locale=locale, created_at=work.at, **reach))
        work.session.flush()  # what proves it needs the row
    if not stored:
        work.session.merge(Credentials(person_id=person, password_hash=hash_password(password)))
    return person


def _member(work: Work, invitation: Invitation, person_id: UUID) -> Member:
    """Make the person a member with the invitation's roles; whoever left comes back."""
    member = lock_one(
        work.session,
        select(Member).where(Member.person_id == person_id, Member.organisation_id == invitation.organisation_id),
    )
    if member is None:
        member = Member(
            id=new_id(),
            person_id=person_id,
            organisation_id=invitation.organisation_id,
            roles=list(invitation.roles),
            created_at=work.at,
        )
        work.session.add(member)
    else:
        kept = member.roles if member.ended_at is None else []
        member.roles = list(dict.fromkeys([*kept, *invitation.roles]))
        member.ended_at = None
    work.session.flush()  # the session's foreign key needs the row
    return member


def _apply(work: Work, invitation: Invitation) -> None:
    organisation = lock_one(work.session, select(Organisation).where(Organisation.id == invitation.organisation_id))
    assert organisation is not None
    if organisation.state == OrganisationState.INVITED:
        organisation.state = OrganisationState.APPLIED
        work.record("parties.organisation_applied", "organisation", organisation.id, parties=(organisation.id,))
