"""Inviting everybody to the demo market, and accepting for them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from demo.cast import (
    APPLICANT,
    BUYERS,
    DISTRIBUTOR,
    INVITED,
    OWNERS,
    PASSWORD,
    PLATFORM,
    SELLERS,
    STAFF,
    TOTP_SECRET,
    Part,
)
from demo.market import Market
from trade.kernel.errors import NotFound
from trade.kernel.ids import new_token
from trade.kernel.locks import lock_one
from trade.kernel.work import Work, action
from trade.parties.actions import (
    NewOrganisation,
    accept_invitation,
    admit_organisation,
    invite_member,
    invite_organisation,
    send_invitation,
)
from trade.parties.models import Credentials, Invitation, Person
from trade.parties.ports import Addressee
from trade.parties.rules import FactorNews
from trade.parties.sealing import Seal

HOUR = timedelta(hours=1)


@dataclass(slots=True)
class Messenger:
    """A postman who hands the link's token over instead of posting a letter."""

    tokens: list[str] = field(default_factory=list)

    def deliver_invitation(self, to: Addressee, organisation: str, token: str, *, asked: bool) -> None:
        """Keep the token."""
        self.tokens.append(token)

    def deliver_factor_news(self, to: Addressee, news: FactorNews) -> None:
        """Nobody loses a phone here."""

    def deliver_password_reset(self, to: Addressee, token: str) -> None:
        """Nobody forgets a password here."""


def open_platform(market: Market, at: datetime) -> None:
    """Begin the platform itself, with its staff."""
    _found(market, PLATFORM, at)
    admit_organisation(market.as_system(at + HOUR), market.find(PLATFORM.name))
    for part in STAFF:
        _join(market, part, at + 2 * HOUR)
    for part in (OWNERS[PLATFORM.name], *STAFF):
        person_id = market.as_person(part.login, PLATFORM.name, at).actor.person_id
        assert person_id is not None
        set_known_generator(market.as_system(at + 3 * HOUR), person_id, Seal((market.secret,)))


def invite_traders(market: Market, at: datetime) -> None:
    """Give the imported shops and suppliers people, and bring in those that the books don't know."""
    staff = STAFF[0].login
    for new in (DISTRIBUTOR, APPLICANT):
        _found(market, new, at)
    admit_organisation(market.as_person(staff, PLATFORM.name, at + HOUR), market.find(DISTRIBUTOR.name))
    for part in (*SELLERS, *BUYERS):
        _join(market, part, at + 2 * HOUR)
    invite_organisation(market.as_person(staff, PLATFORM.name, market.now - 3 * HOUR), INVITED)


@action()
def set_known_generator(work: Work, person_id: UUID, seal: Seal) -> None:
    """Set somebody's code generator to the demo's secret, so that everybody can see the code."""
    person = lock_one(work.session, select(Person).where(Person.id == person_id))
    if person is None:
        raise NotFound("person", person_id)
    work.session.get_one(Credentials, person_id).totp_secret = seal.close(TOTP_SECRET, person_id)
    person.totp_confirmed_at = work.at
    work.record("parties.second_factor_confirmed", "person", person_id)


def _found(market: Market, new: NewOrganisation, at: datetime) -> None:
    """Invite an organisation; its owner accepts within the hour."""
    organisation_id = invite_organisation(market.as_system(at), new)
    market.organisations[new.name] = organisation_id
    invitation = select(Invitation.id).where(Invitation.organisation_id == organisation_id)
    accept(market, market.reading().scalars(invitation).one(), OWNERS[new.name], at)


def _join(market: Market, part: Part, at: datetime) -> None:
    """Invite a member; they accept within the hour."""
    call = market.as_system(at, market.find(part.organisation))
    accept(market, invite_member(call, part.login, part.roles, part.locale), part, at)


def accept(market: Market, invitation_id: UUID, part: Part, at: datetime) -> None:
    """Open an invitation's link as whom it was sent to."""
    messenger = Messenger()
    send_invitation(market.as_system(at), messenger, market.secret, invitation_id, part.locale)
    accept_invitation(
        market.as_nobody(at + HOUR / 2),
        messenger.tokens[0],
        name=part.name,
        password=PASSWORD,
        locale=part.locale,
        session_token=new_token(),
    )
