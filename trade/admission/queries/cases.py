"""One organisation's admission, as its owner and the platform's staff see it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from trade.admission.loading import asked_of, held, permits_of
from trade.admission.models import Admission, AdmissionMessage, Permit
from trade.admission.rules import AdmissionState, Lack, PermitKind, PermitState, lacking
from trade.files.queries import FileRow, files
from trade.kernel.actor import Actor, Permission
from trade.kernel.errors import NotFound
from trade.parties.models import Organisation
from trade.parties.rules import ASKING, OrganisationKind, OrganisationState, SuspendedFor

MESSAGES_SHOWN = 100


@dataclass(frozen=True, slots=True)
class PermitRow:
    """A permit that was shown; ``lack`` says why its kind does not count, ``documents`` are those the viewer may open."""

    id: UUID
    kind: PermitKind
    state: PermitState
    number: str
    last_day: date | None
    given_at: datetime
    reason: str
    judge: str
    documents: tuple[FileRow, ...]


@dataclass(frozen=True, slots=True)
class Message:
    """What one side wrote."""

    is_ours: bool
    who: str
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class AdmissionCase:
    """All about one admission. ``lacks``: what keeps it from being in order; ``shown``: the hash of what is approved."""

    organisation_id: UUID
    reference: str
    name: str
    legal_name: str
    kind: OrganisationKind
    organisation_state: OrganisationState
    suspended_for: SuspendedFor | None
    state: AdmissionState
    country: str
    contact: str
    story: str
    sells_food: bool
    reason: str
    submitted_at: datetime | None
    checked_by: UUID | None
    checker: str
    asked: tuple[PermitKind, ...]
    lacks: Mapping[PermitKind, Lack]
    permits: tuple[PermitRow, ...]
    messages: tuple[Message, ...]
    shown: bytes

    @property
    def is_described(self) -> bool:
        """Whether the organisation has said what it is."""
        return bool(self.contact and self.story and self.country)

    @property
    def asks(self) -> bool:
        """Whether it is still to be let in."""
        return self.organisation_state in ASKING

    @property
    def kinds(self) -> list[PermitKind]:
        """The permits to list: those that are asked for, and any other that was shown."""
        return list(dict.fromkeys([*self.asked, *(row.kind for row in self.permits)]))

    @property
    def can_submit(self) -> bool:
        """Whether nothing but its word is missing for the platform to look at it."""
        return self.asks and self.is_described and all(lack is Lack.GIVEN for lack in self.lacks.values())

    def of(self, kind: PermitKind) -> list[PermitRow]:
        """What was shown of a kind, the newest first."""
        return [row for row in self.permits if row.kind == kind]


def admission_case(session: Session, actor: Actor, organisation_id: UUID, at: datetime) -> AdmissionCase:
    """Return the admission of an organisation: the actor's own, or anybody's for the platform's staff; else ``NotFound``."""
    if not actor.may(Permission.OVERSEE):
        actor.require(Permission.SHOW_PERMITS)
        if organisation_id != actor.organisation:
            raise NotFound("admission", organisation_id)
    organisation = session.get(Organisation, organisation_id)
    if organisation is None or organisation.kind == OrganisationKind.PLATFORM:
        raise NotFound("admission", organisation_id)
    found = session.get(Admission, organisation_id) or _not_begun(organisation_id)
    permits = permits_of(session, organisation_id)
    asked = asked_of(organisation, found)
    today = at.astimezone(ZoneInfo(organisation.time_zone)).date()
    return AdmissionCase(
        organisation_id=organisation_id, reference=found.reference, name=organisation.name,
        legal_name=organisation.legal_name, kind=OrganisationKind(organisation.kind),
        organisation_state=OrganisationState(organisation.state),
        suspended_for=SuspendedFor(organisation.suspended_for) if organisation.suspended_for else None,
        state=AdmissionState(found.state),
        country=found.country, contact=found.contact, story=found.story, sells_food=found.sells_food,
        reason=found.reason, submitted_at=found.submitted_at, checked_by=found.checked_by,
        checker=_name(session, found.checked_by), asked=asked, lacks=lacking(asked, held(permits), today),
        permits=tuple(_rows(session, permits)), messages=tuple(_messages(session, organisation_id)),
        shown=shown_hash(session, organisation, found),
    )  # fmt: skip


def shown_hash(session: Session, organisation: Organisation, admission: Admission) -> bytes:
    """The hash of what an approval is about: who it is, and every permit that was accepted."""
    permits = [
        [str(one.id), one.kind, one.number, str(one.last_day)]
        for one in permits_of(session, organisation.id)
        if one.state == PermitState.ACCEPTED
    ]
    about = [organisation.name, organisation.legal_name, organisation.kind, admission.country, admission.contact,
             admission.story, admission.sells_food, sorted(permits)]  # fmt: skip
    return hashlib.sha256(json.dumps(about).encode()).digest()


def _not_begun(organisation_id: UUID) -> Admission:
    return Admission(
        organisation_id=organisation_id, reference="", state=AdmissionState.DRAFT, country="", contact="", story="",
        sells_food=False, reason="",
    )  # fmt: skip


def _rows(session: Session, permits: Sequence[Permit]) -> list[PermitRow]:
    found = {row.id: row for row in files(session, [key for one in permits for key in one.documents])}
    return [
        PermitRow(
            one.id, PermitKind(one.kind), PermitState(one.state), one.number, one.last_day, one.given_at, one.reason,
            _name(session, one.judged_by), tuple(found[key] for key in one.documents if key in found),
        )
        for one in permits
    ]  # fmt: skip


def _messages(session: Session, organisation_id: UUID) -> list[Message]:
    own = AdmissionMessage.organisation_id == organisation_id
    said = select(AdmissionMessage, func.parties_name(AdmissionMessage.person_id)).where(own)
    newest = said.order_by(AdmissionMessage.at.desc(), AdmissionMessage.id).limit(MESSAGES_SHOWN)
    return [Message(one.is_ours, who or "", one.text, one.at) for one, who in session.execute(newest)]


def _name(session: Session, person_id: UUID | None) -> str:
    return session.scalar(select(func.parties_name(person_id))) or "" if person_id is not None else ""
