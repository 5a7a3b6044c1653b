"""A new seller's trial: it begins with the admission, and ends by the word of a person of the platform's."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from trade.admission.loading import locked_trial
from trade.admission.models import Trial
from trade.admission.queries.trials import trial_of
from trade.admission.rules.trial import (
    DECIDED_WITHIN,
    EXTENDED_BY,
    OPEN_ORDERS,
    TrialState,
    TrialUnmet,
    move_trial,
)
from trade.kernel.actor import Permission
from trade.kernel.errors import InvalidInput, NotFound
from trade.kernel.work import Work, action
from trade.parties.actions import suspend_organisation
from trade.parties.models import Organisation


def begin_trial(work: Work, seller: Organisation) -> None:
    """Have a seller, whose row is locked, trade on trial from now on."""
    seller.open_orders_max = OPEN_ORDERS
    ends_at = work.at + DECIDED_WITHIN
    work.session.add(
        Trial(seller_id=seller.id, state=TrialState.RUNNING, began_at=work.at, ends_at=ends_at, extended=0, reason="")
    )
    _record(work, "admission.trial_begun", seller.id, until=ends_at.date().isoformat(), orders=OPEN_ORDERS)


@action(Permission.ADMIT)
def pass_trial(work: Work, seller_id: UUID) -> None:
    """End a trial well: the seller trades like every other. Raises ``TrialUnmet`` while anything that it asks for is missing."""
    seller, trial = locked_trial(work, seller_id)
    state = move_trial(trial.state, TrialState.PASSED)
    found = trial_of(work.session, seller_id, work.at)
    if found is None:
        raise NotFound("trial", seller_id)
    if found.unmet:
        raise TrialUnmet(found.unmet)
    _decide(work, trial, state, "")
    seller.open_orders_max = None
    _record(work, "admission.trial_passed", seller_id)


@action(Permission.ADMIT)
def extend_trial(work: Work, seller_id: UUID, reason: str) -> None:
    """Let a trial run longer, or begin again after it was ended, and say why."""
    _, trial = locked_trial(work, seller_id)
    _decide(work, trial, move_trial(trial.state, TrialState.RUNNING), _given(reason))
    trial.ends_at, trial.extended = _longer(trial.ends_at, work.at), trial.extended + 1
    _record(work, "admission.trial_extended", seller_id, until=trial.ends_at.date().isoformat(), reason=trial.reason)


@action(Permission.ADMIT)
def end_trial(work: Work, seller_id: UUID, reason: str) -> None:
    """End a trial badly: the seller is suspended, with all that follows from that, and reads why."""
    _, trial = locked_trial(work, seller_id)
    _decide(work, trial, move_trial(trial.state, TrialState.ENDED), _given(reason))
    suspend_organisation.within(work, seller_id, trial.reason)
    _record(work, "admission.trial_ended", seller_id, reason=trial.reason)


def _longer(ends_at: datetime, at: datetime) -> datetime:
    return max(ends_at, at) + EXTENDED_BY


def _given(reason: str) -> str:
    if not reason.strip():
        raise InvalidInput("reason", "required")
    return reason.strip()


def _decide(work: Work, trial: Trial, state: TrialState, reason: str) -> None:
    trial.state, trial.reason, trial.decided_by, trial.decided_at = state, reason, work.actor.person, work.at


def _record(work: Work, verb: str, seller_id: UUID, **after: str | int) -> None:
    work.record(verb, "organisation", seller_id, parties=(seller_id,), after=after)
