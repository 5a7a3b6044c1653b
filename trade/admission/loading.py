"""Loading admissions and permits: an organisation's own, and everybody's for the platform's staff."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from trade.admission.models import Admission, Permit, Trial
from trade.admission.rules import Held, Lack, PermitKind, PermitState, lacking, needed
from trade.kernel.errors import NotFound
from trade.kernel.ids import new_reference
from trade.kernel.locks import lock_one
from trade.kernel.work import Work
from trade.parties.models import Organisation
from trade.parties.rules import OrganisationKind

COUNTED = (PermitState.GIVEN, PermitState.RETURNED, PermitState.ACCEPTED, PermitState.EXPIRED)


def own_admission(work: Work) -> tuple[Organisation, Admission]:
    """Lock the actor's own organisation and its admission, which begins with the first thing that is said in it."""
    organisation = lock_one(work.session, select(Organisation).where(Organisation.id == work.actor.organisation))
    if organisation is None:
        raise NotFound("organisation", work.actor.organisation)
    found = work.session.get(Admission, organisation.id, populate_existing=True)
    if found is None:
        found = new_admission(work, organisation)
    return organisation, found


def new_admission(work: Work, organisation: Organisation, country: str = "") -> Admission:
    """Begin the admission of an organisation; where it is, an invited one still has to say."""
    made = Admission(
        organisation_id=organisation.id, reference=new_reference("AD"), state="draft",
        country=country, contact="", story="", sells_food=False,
        created_at=work.at, reason="",
    )  # fmt: skip
    work.session.add(made)
    work.session.flush()
    return made


def waiting_admission(work: Work, organisation_id: UUID) -> tuple[Organisation, Admission]:
    """Lock an organisation, then its admission, for the platform's staff; ``NotFound`` for one that never began."""
    organisation = lock_one(work.session, select(Organisation).where(Organisation.id == organisation_id))
    admission = work.session.get(Admission, organisation_id, populate_existing=True)
    if organisation is None or admission is None:
        raise NotFound("admission", organisation_id)
    return organisation, admission


def locked_trial(work: Work, seller_id: UUID) -> tuple[Organisation, Trial]:
    """Lock a seller, then look at its trial; ``NotFound`` for one that was never on trial."""
    seller = lock_one(work.session, select(Organisation).where(Organisation.id == seller_id))
    trial = work.session.get(Trial, seller_id, populate_existing=True)
    if seller is None or trial is None:
        raise NotFound("trial", seller_id)
    return seller, trial


def permits_of(session: Session, organisation_id: UUID) -> Sequence[Permit]:
    """What an organisation has shown and has not replaced, the newest first."""
    shown = select(Permit).where(Permit.organisation_id == organisation_id, Permit.state.in_(COUNTED))
    return session.scalars(shown.order_by(Permit.given_at.desc(), Permit.id)).all()


def held(permits: Sequence[Permit]) -> list[Held]:
    """The permits as the rules see them."""
    return [Held(PermitKind(one.kind), PermitState(one.state), one.last_day) for one in permits]


def asked_of(organisation: Organisation, admission: Admission) -> tuple[PermitKind, ...]:
    """The permits that an organisation must show."""
    return needed(OrganisationKind(organisation.kind), admission.country, sells_food=admission.sells_food)


def lacks(work: Work, organisation: Organisation, admission: Admission) -> dict[PermitKind, Lack]:
    """What still keeps an organisation from being in order."""
    permits = held(permits_of(work.session, organisation.id))
    return lacking(asked_of(organisation, admission), permits, today_of(work, organisation))


def today_of(work: Work, organisation: Organisation) -> date:
    """The day it is where the organisation is."""
    return work.at.astimezone(ZoneInfo(organisation.time_zone)).date()
