"""What proposals say, which an approval is bound to, with the line as it stands beside it; and who may not decide on them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from trade.credit.models import CreditLine, CreditProposal, CreditWriteOff
from trade.credit.rules import TermKind, Terms
from trade.credit.rules.deciding import Authority, Offered, OwnCredit, authority_of, digest
from trade.kernel.errors import NotFound
from trade.kernel.money import Money
from trade.kernel.work import Work
from trade.parties.models import Member, Organisation
from trade.rates.queries import rate_now


def offered_by(row: CreditProposal) -> Offered:
    """What a proposal would make of the line."""
    terms = Terms(row.term_days, TermKind(row.term_kind))
    return Offered(Money(row.limit_minor, row.currency), terms, row.expires_on, row.review_on, row.note)


def content_of(session: Session, row: CreditProposal, line: CreditLine | None) -> bytes:
    """The hash of what an approver is shown: terms, record, and what they change. A line's use is no part of it."""
    with session.no_autoflush:
        before: list[Any] = [] if line is None else [
            line.limit_minor, line.term_days, line.term_kind, line.state, line.expires_on.isoformat(),
            line.review_on.isoformat(),
        ]  # fmt: skip
        makers = [str(maker) for maker in row.makers]
        return digest(str(row.organisation_id), row.currency, offered_by(row).written, row.record, makers, before)


def content_of_write_off(one: CreditWriteOff) -> bytes:
    """The hash of what whoever decides on a write-off is shown."""
    return digest(str(one.invoice_id), one.amount_minor, one.currency, one.note, str(one.proposed_by))


def organisation_of(session: Session, organisation_id: UUID) -> Organisation:
    """Whose credit it is; only those who buy have any."""
    found = session.get(Organisation, organisation_id)
    if found is None or not found.buys:
        raise NotFound("organisation", organisation_id)
    return found


def require_outsider(work: Work, organisation_id: UUID) -> None:
    """Raise ``OwnCredit``: nobody decides on what a place owes, or may owe, that is or was theirs."""
    own = (Member.organisation_id == organisation_id) & (Member.person_id == work.actor.person_id)
    if work.session.scalar(select(Member.id).where(own).limit(1)) is not None:
        raise OwnCredit


def authority_now(work: Work, currency: str, authority: Authority) -> Money:
    """How much the actor may approve, by the roles that they have now: a sign-in may be older than they are."""
    place = (Member.organisation_id == work.actor.organisation) & (Member.person_id == work.actor.person_id)
    roles = work.session.scalar(select(Member.roles).where(place, Member.ended_at.is_(None))) or []
    set_now = {role: rate_now(work.session, kind, work.at) for role, kind in authority.set_by.items()}
    units = {
        role: usual if set_now[role] is None else int(set_now[role] or 0) for role, usual in authority.usual.items()
    }
    return authority_of(roles, currency, units)


def today_of(session: Session, organisation_id: UUID, at: datetime) -> date:
    """The business day of an organisation."""
    return at.astimezone(ZoneInfo(organisation_of(session, organisation_id).time_zone)).date()
