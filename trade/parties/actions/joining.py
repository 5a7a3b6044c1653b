"""Accepting an invitation: a new person, or one who is known already, becomes a member."""

from __future__ import annotations

from sqlalchemy import or_, select

from trade.kernel.errors import InvalidInput
from trade.kernel.ids import new_id
from trade.kernel.locks import lock_one
from trade.kernel.work import Work, action
from trade.parties.actions.passwords import check_password
from trade.parties.actions.sessions import SignedIn, open_session
from trade.parties.credentials import hash_password, is_password, token_hash
from trade.parties.errors import LinkExpired, WrongCredentials
from trade.parties.models import Invitation, Member, Organisation, Person
from trade.parties.rules import OrganisationState, is_phone


@action()
def accept_invitation(work: Work, token: str, *, name: str, password: str, locale: str, session_token: str) -> SignedIn:
    """Make the invited person a member and sign them in; the owner's acceptance is the organisation's application.

    Somebody who has a password already proves it; everybody else chooses one.
    """
    invitation = lock_one(work.session, select(Invitation).where(Invitation.token_hash == token_hash(token)))
    if invitation is None or invitation.accepted_at is not None or invitation.expires_at <= work.at:
        raise LinkExpired
    person = _person(work, invitation.login, name, password, locale)
    member = _member(work, invitation, person)
    invitation.accepted_at = work.at
    _apply(work, invitation)
    signed_in = open_session(work, person, session_token, member)
    work.record(
        "parties.member_joined",
        "organisation",
        invitation.organisation_id,
        parties=(invitation.organisation_id,),
        after={"person": str(person.id), "roles": list(member.roles)},
    )
    return signed_in


def _person(work: Work, login: str, name: str, password: str, locale: str) -> Person:
    """Find the invited person and check the password, or write a new one down."""
    person = lock_one(work.session, select(Person).where(or_(Person.email == login, Person.phone == login)))
    if person is not None and person.password_hash:
        if not is_password(password, person.password_hash):
            raise WrongCredentials
        return person
    check_password(password)
    if person is None:
        if not name:
            raise InvalidInput("name", "required")
        reach = {"phone": login} if is_phone(login) else {"email": login}
        person = Person(id=new_id(), name=name, locale=locale, created_at=work.at, **reach)
        work.session.add(person)
    person.password_hash = hash_password(password)
    work.session.flush()  # the member's foreign key needs the row
    return person


def _member(work: Work, invitation: Invitation, person: Person) -> Member:
    """Make the person a member with the invitation's roles; whoever left comes back."""
    member = lock_one(
        work.session,
        select(Member).where(Member.person_id == person.id, Member.organisation_id == invitation.organisation_id),
    )
    if member is None:
        member = Member(
            id=new_id(),
            person_id=person.id,
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
