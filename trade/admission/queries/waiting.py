"""Admissions that wait for the platform's staff, by age."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session

from trade.admission.models import Admission, Permit
from trade.admission.rules import OPEN, AdmissionState, PermitState
from trade.kernel.actor import Actor, Permission
from trade.kernel.paging import PAGE_ROWS_MAX
from trade.parties.models import Organisation
from trade.parties.rules import OrganisationKind, OrganisationState


@dataclass(frozen=True, slots=True)
class AdmissionRow:
    """One line of the inbox. ``since``: how long somebody has been waiting; ``permits``: how many are to be judged."""

    organisation_id: UUID
    reference: str
    name: str
    kind: OrganisationKind
    organisation_state: OrganisationState
    state: AdmissionState
    checked_by: UUID | None
    permits: int
    since: datetime


def admissions(session: Session, actor: Actor, *, every: bool = False) -> list[AdmissionRow]:
    """Return what waits for somebody, the longest first; with ``every`` also what waits for its organisation, or is over."""
    actor.require(Permission.OVERSEE)
    statement = _rows() if every else _rows().where(_waits())
    rows = session.execute(statement.order_by(_SINCE, Organisation.id).limit(PAGE_ROWS_MAX))
    return [
        AdmissionRow(key, reference, name, OrganisationKind(kind), OrganisationState(standing), AdmissionState(state),
                     checked_by, permits, since)
        for key, reference, name, kind, standing, state, checked_by, permits, since in rows
    ]  # fmt: skip


def admissions_waiting(session: Session, actor: Actor) -> int:
    """How many wait for somebody of the platform's staff."""
    actor.require(Permission.OVERSEE)
    return session.scalar(select(func.count()).select_from(_rows().where(_waits()).subquery())) or 0


_TO_JUDGE = (
    select(func.count())
    .where(Permit.organisation_id == Admission.organisation_id, Permit.state == PermitState.GIVEN)
    .correlate(Admission)
    .scalar_subquery()
)
_OLDEST = (
    select(func.min(Permit.given_at))
    .where(Permit.organisation_id == Admission.organisation_id, Permit.state == PermitState.GIVEN)
    .correlate(Admission)
    .scalar_subquery()
)
_SINCE = func.coalesce(Admission.submitted_at, _OLDEST, Admission.created_at)


def _rows() -> Select[UUID, str, str, str, str, str, UUID | None, int, datetime]:
    return select(
        Organisation.id, Admission.reference, Organisation.name, Organisation.kind, Organisation.state, Admission.state,
        Admission.checked_by, _TO_JUDGE, _SINCE,
    ).join(Organisation, Organisation.id == Admission.organisation_id)  # fmt: skip


def _waits() -> ColumnElement[bool]:
    traded = Admission.state.in_((AdmissionState.APPROVED, AdmissionState.DRAFT)) & Organisation.state.in_(
        (OrganisationState.ADMITTED, OrganisationState.SUSPENDED)
    )
    return or_(Admission.state.in_(OPEN), traded & (_TO_JUDGE > 0))
