"""Letting organisations trade, and stopping them."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from trade.kernel.actor import Permission
from trade.kernel.errors import MoveRefused, NotFound
from trade.kernel.locks import lock_one
from trade.kernel.work import Work, action
from trade.parties.errors import Delisted, OwnOrganisation, PermitRanOut
from trade.parties.models import Organisation
from trade.parties.rules import OrganisationState, SuspendedFor


@action(Permission.ADMIT)
def admit_organisation(work: Work, organisation_id: UUID) -> None:
    """Let an organisation that applied trade."""
    organisation = _move(work, organisation_id, OrganisationState.APPLIED, OrganisationState.ADMITTED)
    organisation.admitted_at = work.at
    _record(work, "parties.organisation_admitted", organisation_id)


@action(Permission.ADMIT)
def refuse_organisation(work: Work, organisation_id: UUID, reason: str) -> None:
    """Turn down an organisation that applied; it may apply again."""
    _move(work, organisation_id, OrganisationState.APPLIED, OrganisationState.REFUSED)
    _record(work, "parties.organisation_refused", organisation_id, reason=reason)


@action(Permission.SHOW_PERMITS)
def apply_again(work: Work) -> None:
    """Let the actor's own organisation, which was refused, wait for admission once more."""
    organisation_id = work.actor.organisation
    _move(work, organisation_id, OrganisationState.REFUSED, OrganisationState.APPLIED)
    _record(work, "parties.organisation_applied_again", organisation_id)


@action(Permission.ADMIT)
def suspend_organisation(work: Work, organisation_id: UUID, reason: str) -> None:
    """Stop an organisation from trading; what it owes and is owed stays.

    Raises ``OwnOrganisation`` for the actor's own: nobody would be left to undo it.
    """
    if organisation_id == work.actor.organisation_id:
        raise OwnOrganisation
    _suspend(work, organisation_id, SuspendedFor.RULING)
    _record(work, "parties.organisation_suspended", organisation_id, reason=reason)


@action(Permission.OVERSEE)
def suspend_for_permit(work: Work, organisation_id: UUID, permit: str) -> None:
    """Stop an organisation whose permit has run out, until a renewed one is accepted."""
    _suspend(work, organisation_id, SuspendedFor.PERMIT)
    _record(work, "parties.organisation_suspended", organisation_id, permit=permit)


@action(Permission.ADMIT)
def lift_for_permit(work: Work, organisation_id: UUID) -> None:
    """Let an organisation trade again that was suspended for a permit alone; of every other nothing changes."""
    organisation = work.session.get_one(Organisation, organisation_id, populate_existing=True)
    if (organisation.state, organisation.suspended_for) == (OrganisationState.SUSPENDED, SuspendedFor.PERMIT):
        organisation.state, organisation.suspended_for = OrganisationState.ADMITTED, None
        _record(work, "parties.organisation_reinstated", organisation_id)


@action(Permission.ADMIT)
def reinstate_organisation(work: Work, organisation_id: UUID, reason: str = "") -> None:
    """Let a suspended organisation trade again. Raises ``PermitRanOut`` where a permit has run out, ``Delisted`` for one that was."""
    organisation = _move(work, organisation_id, OrganisationState.SUSPENDED, OrganisationState.ADMITTED)
    if organisation.suspended_for == SuspendedFor.DELISTED:
        raise Delisted
    if organisation.suspended_for == SuspendedFor.PERMIT:
        raise PermitRanOut
    organisation.suspended_for = None
    _record(work, "parties.organisation_reinstated", organisation_id, **({"reason": reason} if reason else {}))


def delist(organisation: Organisation) -> str | None:
    """Take a locked organisation off the market; answers why it was suspended already, if it was."""
    if organisation.state not in (OrganisationState.ADMITTED, OrganisationState.SUSPENDED):
        raise MoveRefused("organisation", organisation.state, OrganisationState.SUSPENDED)
    before, organisation.suspended_for = organisation.suspended_for, SuspendedFor.DELISTED
    organisation.state = OrganisationState.SUSPENDED
    return before


def lift_delisting(organisation: Organisation, still: SuspendedFor | None) -> None:
    """Let a locked organisation that was delisted trade again, or leave it suspended for what ``still`` stands."""
    if organisation.suspended_for != SuspendedFor.DELISTED:
        raise MoveRefused("organisation", organisation.state, OrganisationState.ADMITTED)
    organisation.suspended_for = still
    organisation.state = OrganisationState.SUSPENDED if still else OrganisationState.ADMITTED


def _suspend(work: Work, organisation_id: UUID, cause: SuspendedFor) -> None:
    organisation = _move(work, organisation_id, OrganisationState.ADMITTED, OrganisationState.SUSPENDED)
    organisation.suspended_for = cause


def _move(work: Work, organisation_id: UUID, current: OrganisationState, to: OrganisationState) -> Organisation:
    """Lock the organisation and move it; each verb starts from one state only."""
    organisation = lock_one(work.session, select(Organisation).where(Organisation.id == organisation_id))
    if organisation is None:
        raise NotFound("organisation", organisation_id)
    if organisation.state != current:
        raise MoveRefused("organisation", organisation.state, to)
    organisation.state = to
    return organisation


def _record(work: Work, verb: str, organisation_id: UUID, **after: str) -> None:
    work.record(verb, "organisation", organisation_id, parties=(organisation_id,), after=after)
