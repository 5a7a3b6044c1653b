"""Applications whose link nobody opened are forgotten: there is nobody whom they could be of use to."""

from __future__ import annotations

from datetime import timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import func, select

from trade.admission.models import Admission
from trade.kernel.actor import Permission
from trade.kernel.work import Work, action
from trade.parties.actions.invitations import INVITED_FOR
from trade.parties.models import Organisation
from trade.parties.rules import OrganisationState

UNOPENED_FOR: Final = timedelta(days=30)
"""So long after its last letter an application that nobody opened is kept. Its link has been dead for half of that."""


@action(Permission.OVERSEE)
def forget_next_unopened(work: Work, after: UUID | None = None) -> UUID | None:
    """Forget the next application whose link was never opened, with its invitation; answer which was looked at.

    ``None`` after the last. What was invited by the platform, opened, or written to again since stays.
    """
    unopened = (
        select(Organisation.id)
        .join(Admission, Admission.organisation_id == Organisation.id)
        .where(Organisation.state == OrganisationState.INVITED, Admission.created_at <= work.at - UNOPENED_FOR)
    )
    later = unopened.where(Organisation.id > after) if after is not None else unopened
    organisation_id = work.session.scalar(later.order_by(Organisation.id).limit(1))
    if organisation_id is None:
        return None
    asked_before = work.at - UNOPENED_FOR
    forgotten = func.admission_forget_unopened(organisation_id, asked_before, asked_before + INVITED_FOR)
    if work.session.scalar(select(forgotten)):
        work.record("admission.application_forgotten", "organisation", organisation_id)
    return organisation_id
