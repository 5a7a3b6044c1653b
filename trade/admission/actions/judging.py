"""What the platform's staff do: judge permits one by one, and let an organisation in by two people, or not."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import Select, select

from trade.admission.actions.trial import begin_trial
from trade.admission.loading import lacks, today_of, waiting_admission
from trade.admission.models import Admission, Permit
from trade.admission.queries.cases import shown_hash
from trade.admission.rules import (
    AdmissionState,
    NotChecked,
    PermitKind,
    PermitsLacking,
    PermitState,
    SamePerson,
    check_last_day,
    move,
)
from trade.kernel.actor import Permission
from trade.kernel.errors import MoveRefused, NotFound
from trade.kernel.locks import lock_one
from trade.kernel.work import Work, action
from trade.parties.actions import admit_organisation, lift_for_permit, refuse_organisation
from trade.parties.models import Organisation


@action(Permission.ADMIT)
def accept_permit(work: Work, permit_id: UUID) -> None:
    """Find a permit in order; it takes the place of one that was accepted before.

    An organisation that was suspended for a permit trades again once none has run out.
    """
    permit, organisation = _shown(work, permit_id)
    check_last_day(PermitKind(permit.kind), permit.last_day, today_of(work, organisation))
    for old in work.session.scalars(_holding(permit)):
        old.state = PermitState.REPLACED
    work.session.flush()  # one accepted permit of a kind at any time
    permit.state, permit.judged_by, permit.judged_at = PermitState.ACCEPTED, work.actor.person, work.at
    _record(work, "admission.permit_accepted", organisation.id, permit=permit.kind)
    work.session.flush()
    over = select(Permit.id).where(Permit.organisation_id == organisation.id, Permit.state == PermitState.EXPIRED)
    if work.session.scalar(over.limit(1)) is None:
        lift_for_permit.within(work, organisation.id)


@action(Permission.ADMIT)
def return_permit(work: Work, permit_id: UUID, reason: str) -> None:
    """Say what is wrong with a permit; its organisation shows another."""
    permit, organisation = _shown(work, permit_id)
    permit.state, permit.judged_by, permit.judged_at = PermitState.RETURNED, work.actor.person, work.at
    permit.reason = reason
    _record(work, "admission.permit_returned", organisation.id, permit=permit.kind, reason=reason)


@action(Permission.ADMIT)
def check_admission(work: Work, organisation_id: UUID) -> None:
    """The first stage: all permits are in order. Raises ``PermitsLacking`` where they are not."""
    organisation, admission = waiting_admission(work, organisation_id)
    state = move(admission.state, AdmissionState.CHECKED)
    _require_permits(work, organisation, admission)
    admission.state, admission.checked_by, admission.checked_at = state, work.actor.person, work.at
    _record(work, "admission.checked", organisation_id)


@action(Permission.ADMIT)
def approve_admission(work: Work, organisation_id: UUID, shown: bytes) -> None:
    """The second stage: another person lets the organisation trade, as it was ``shown``.

    Raises ``SamePerson``, ``NotChecked`` where something has changed, ``PermitsLacking`` where one has run out meanwhile.
    """
    organisation, admission = waiting_admission(work, organisation_id)
    state = move(admission.state, AdmissionState.APPROVED)
    if admission.checked_by == work.actor.person_id:
        raise SamePerson
    if shown_hash(work.session, organisation, admission) != shown:
        raise NotChecked
    _require_permits(work, organisation, admission)
    admission.state, admission.decided_by, admission.decided_at = state, work.actor.person, work.at
    admit_organisation.within(work, organisation_id)
    _record(work, "admission.approved", organisation_id)
    if organisation.sells:
        begin_trial(work, organisation)


@action(Permission.ADMIT)
def send_back_admission(work: Work, organisation_id: UUID, reason: str) -> None:
    """Have the organisation add or mend something, from either stage."""
    _, admission = waiting_admission(work, organisation_id)
    admission.state, admission.reason = move(admission.state, AdmissionState.RETURNED), reason
    admission.decided_by, admission.checked_by, admission.checked_at = None, None, None
    _record(work, "admission.returned", organisation_id, reason=reason)


@action(Permission.ADMIT)
def refuse_admission(work: Work, organisation_id: UUID, reason: str) -> None:
    """Turn an organisation down, from either stage; after the first by another person (``SamePerson``)."""
    _, admission = waiting_admission(work, organisation_id)
    state = move(admission.state, AdmissionState.REFUSED)
    if admission.checked_by == work.actor.person_id and admission.checked_by is not None:
        raise SamePerson
    admission.state, admission.reason = state, reason
    admission.decided_by, admission.decided_at = work.actor.person, work.at
    refuse_organisation.within(work, organisation_id, reason)
    _record(work, "admission.refused", organisation_id, reason=reason)


def _shown(work: Work, permit_id: UUID) -> tuple[Permit, Organisation]:
    """Lock the organisation of a permit, then look at the permit; ``MoveRefused`` for one that was judged already."""
    owner = select(Permit.organisation_id).where(Permit.id == permit_id)
    organisation = lock_one(work.session, select(Organisation).where(Organisation.id == owner.scalar_subquery()))
    permit = work.session.get(Permit, permit_id, populate_existing=True)
    if organisation is None or permit is None:
        raise NotFound("permit", permit_id)
    if permit.state != PermitState.GIVEN:
        raise MoveRefused("permit", permit.state, PermitState.ACCEPTED)
    return permit, organisation


def _holding(permit: Permit) -> Select[Permit]:
    own = (Permit.organisation_id == permit.organisation_id, Permit.kind == permit.kind)
    return select(Permit).where(*own, Permit.state.in_((PermitState.ACCEPTED, PermitState.EXPIRED)))


def _require_permits(work: Work, organisation: Organisation, admission: Admission) -> None:
    missing = lacks(work, organisation, admission)
    if missing:
        raise PermitsLacking(tuple(missing))


def _record(work: Work, verb: str, organisation_id: UUID, **after: str) -> None:
    work.record(verb, "organisation", organisation_id, parties=(organisation_id,), after=after)
