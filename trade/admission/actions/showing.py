"""What an organisation does about its admission: say what it is, show permits, ask for a decision, answer questions."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select, update

from trade.admission.actions.applying import HOMES
from trade.admission.loading import lacks, own_admission, today_of
from trade.admission.models import AdmissionMessage, Permit
from trade.admission.numbers import canonical_number
from trade.admission.rules import (
    DOCUMENTS_MAX,
    AdmissionState,
    Lack,
    PermitKind,
    PermitsLacking,
    PermitState,
    check_last_day,
    move,
)
from trade.files.actions import attach
from trade.kernel.actor import Permission
from trade.kernel.errors import InvalidInput, MoveRefused, NotFound
from trade.kernel.ids import new_id
from trade.kernel.work import Work, action
from trade.parties.actions import apply_again
from trade.parties.models import Organisation
from trade.parties.rules import ASKING, OrganisationState

WRITABLE = frozenset({AdmissionState.DRAFT, AdmissionState.RETURNED, AdmissionState.REFUSED})
"""States in which an organisation may say something else about itself; what is being looked at stays as it is."""


@dataclass(frozen=True, slots=True)
class AdmissionSheet:
    """What an organisation says of itself."""

    legal_name: str
    country: str
    contact: str
    story: str
    sells_food: bool


@action(Permission.SHOW_PERMITS)
def describe_organisation(work: Work, sheet: AdmissionSheet) -> None:
    """Say what the actor's organisation is. Another country asks for other permits; those that were shown stay."""
    organisation, admission = own_admission(work)
    if admission.state not in WRITABLE:
        raise MoveRefused("admission", admission.state, AdmissionState.DRAFT)
    if sheet.country not in HOMES:
        raise InvalidInput("country", "unknown")
    told = asdict(sheet)
    organisation.legal_name = told.pop("legal_name")
    for name, value in told.items():
        setattr(admission, name, value)
    _record(work, "admission.organisation_described", organisation.id)


@action(Permission.SHOW_PERMITS)
def show_permit(
    work: Work, kind: PermitKind, *, number: str, last_day: date | None, documents: tuple[UUID, ...]
) -> UUID:
    """Show a permit of the actor's organisation; it takes the place of one that nobody has judged yet, or sent back.

    An accepted one holds until this one is accepted. Raises ``InvalidInput`` for a number that is none, a day that is over,
    no document or more than six.
    """
    organisation, admission = own_admission(work)
    if admission.state == AdmissionState.CHECKED:
        raise MoveRefused("admission", admission.state, AdmissionState.SUBMITTED)
    number = canonical_number(kind, admission.country, number)
    check_last_day(kind, last_day, today_of(work, organisation))
    if not 1 <= len(documents) <= DOCUMENTS_MAX:
        raise InvalidInput("documents", "documents_count", most=DOCUMENTS_MAX)
    _replace(work, organisation.id, kind)
    attach(work, documents)
    made = Permit(
        id=new_id(), organisation_id=organisation.id, kind=kind, state=PermitState.GIVEN, number=number, last_day=last_day,
        documents=list(documents), given_by=work.actor.person, given_at=work.at, reason="",
    )  # fmt: skip
    work.session.add(made)
    _record(work, "admission.permit_given", organisation.id, permit=kind)
    return made.id


def _replace(work: Work, organisation_id: UUID, kind: PermitKind) -> None:
    unjudged = (PermitState.GIVEN, PermitState.RETURNED)
    old = update(Permit).where(
        Permit.organisation_id == organisation_id, Permit.kind == kind, Permit.state.in_(unjudged)
    )
    work.session.execute(old.values(state=PermitState.REPLACED))


@action(Permission.SHOW_PERMITS)
def submit_admission(work: Work) -> None:
    """Ask the platform to look. Raises ``PermitsLacking`` while permits are missing or were sent back."""
    organisation, admission = own_admission(work)
    if organisation.state not in ASKING:
        raise MoveRefused("organisation", organisation.state, OrganisationState.APPLIED)
    state = move(admission.state, AdmissionState.SUBMITTED)
    for field in ("contact", "story", "country"):
        if not getattr(admission, field):
            raise InvalidInput(field, "required")
    missing = [kind for kind, lack in lacks(work, organisation, admission).items() if lack is not Lack.GIVEN]
    if missing:
        raise PermitsLacking(missing)
    if organisation.state == OrganisationState.REFUSED:
        apply_again.within(work)
    admission.state, admission.reason = state, ""
    admission.submitted_at, admission.checked_by, admission.checked_at = work.at, None, None
    admission.decided_by = admission.decided_at = None
    _record(work, "admission.submitted", organisation.id)


@action()
def send_admission_message(work: Work, organisation_id: UUID, *, words: str) -> UUID:
    """Write to the other side: the platform's staff to an organisation, or its owner to them."""
    is_ours = work.actor.may(Permission.ADMIT)
    if not is_ours:
        work.actor.require(Permission.SHOW_PERMITS)
        if organisation_id != work.actor.organisation:
            raise NotFound("admission", organisation_id)
    if work.session.scalar(select(Organisation.id).where(Organisation.id == organisation_id)) is None:
        raise NotFound("admission", organisation_id)
    if not words.strip():
        raise InvalidInput("words", "required")
    made = AdmissionMessage(
        id=new_id(),
        organisation_id=organisation_id,
        is_ours=is_ours,
        person_id=work.actor.person,
        text=words,
        at=work.at,
    )
    work.session.add(made)
    _record(work, "admission.question_asked" if is_ours else "admission.question_answered", organisation_id)
    return made.id


def _record(work: Work, verb: str, organisation_id: UUID, **after: str) -> None:
    work.record(verb, "organisation", organisation_id, parties=(organisation_id,), after=after)
