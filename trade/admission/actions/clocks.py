"""What time does with permits by itself: it warns of their end, and stops who goes on without one."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from trade.admission.loading import today_of
from trade.admission.models import Permit
from trade.admission.rules import PermitState, warning_due
from trade.admission.rules.permits import is_over
from trade.kernel.actor import Permission
from trade.kernel.locks import lock_one
from trade.kernel.work import Work, action
from trade.parties.actions import suspend_for_permit
from trade.parties.models import Organisation
from trade.parties.rules import OrganisationState


@action(Permission.OVERSEE)
def look_at_next_permit(work: Work, after: UUID | None = None) -> UUID | None:
    """Look at the next accepted permit that ends some day: warn of its end, or note that it is over.

    Answers which; ``None`` after the last. The day is that of its organisation. Run again, it tells nothing twice.
    """
    ending = select(Permit.id).where(Permit.state == PermitState.ACCEPTED, Permit.last_day.is_not(None))
    later = ending.where(Permit.id > after) if after is not None else ending
    permit_id = work.session.scalar(later.order_by(Permit.id).limit(1))
    if permit_id is None:
        return None
    owner = select(Permit.organisation_id).where(Permit.id == permit_id).scalar_subquery()
    organisation = lock_one(work.session, select(Organisation).where(Organisation.id == owner))
    permit = work.session.get_one(Permit, permit_id, populate_existing=True)
    if organisation is not None and permit.state == PermitState.ACCEPTED:
        _look(work, organisation, permit)
    return permit_id


@action(Permission.OVERSEE)
def stop_next_without_permit(work: Work) -> bool:
    """Suspend an organisation that trades though a permit of its has run out; answer whether there was one."""
    expired = select(Permit.organisation_id, Permit.kind).join(Organisation).where(
        Permit.state == PermitState.EXPIRED, Organisation.state == OrganisationState.ADMITTED
    )  # fmt: skip
    found = work.session.execute(expired.order_by(Permit.organisation_id).limit(1)).one_or_none()
    if found is None:
        return False
    organisation = lock_one(work.session, select(Organisation).where(Organisation.id == found.organisation_id))
    still = select(Permit.id).where(
        Permit.organisation_id == found.organisation_id, Permit.state == PermitState.EXPIRED
    )
    if organisation is not None and organisation.is_admitted and work.session.scalar(still.limit(1)) is not None:
        suspend_for_permit.within(work, organisation.id, found.kind)
    return True


def _look(work: Work, organisation: Organisation, permit: Permit) -> None:
    assert permit.last_day is not None
    today = today_of(work, organisation)
    told = {"permit": permit.kind, "until": permit.last_day.isoformat()}
    if is_over(permit.last_day, today):
        permit.state = PermitState.EXPIRED
        _record(work, "admission.permit_expired", organisation.id, **told)
        return
    due = warning_due(permit.last_day, today, permit.warned)
    if due is not None:
        permit.warned = due
        _record(work, "admission.permit_ending", organisation.id, days=(permit.last_day - today).days, **told)


def _record(work: Work, verb: str, organisation_id: UUID, **after: str | int) -> None:
    work.record(verb, "organisation", organisation_id, parties=(organisation_id,), after=after)
