"""The second person: confirming a record, or setting it aside."""

from __future__ import annotations

from uuid import UUID

from trade.kernel.actor import Permission
from trade.kernel.errors import InvalidInput
from trade.kernel.work import Work, action
from trade.quality.holding import follow, lift
from trade.quality.loading import lock_inspection, tell
from trade.quality.models import Inspection
from trade.quality.rules import InspectionState, OwnRecord, Verdict, confirmed_as, move


@action(Permission.ADMIT)
def confirm_inspection(work: Work, inspection_id: UUID) -> UUID:
    """Agree with what somebody else has recorded. A pass lets the product go now; a failure goes on holding it back.

    Raises ``OwnRecord``, and ``MoveRefused`` where nothing waits any more.
    """
    inspection = _recorded(work, inspection_id)
    verdict = Verdict(inspection.verdict or "")
    inspection.state = move(inspection.state, confirmed_as(verdict))
    if verdict is Verdict.PASS:
        lift(work, inspection)
        tell(work, inspection, "quality.inspection_passed")
        follow(work, inspection.product_id)
        tell(work, inspection, "quality.product_let_go")
    else:
        tell(work, inspection, "quality.inspection_failed")
    return inspection.id


@action(Permission.ADMIT)
def set_aside_inspection(work: Work, inspection_id: UUID, *, reason: str) -> UUID:
    """Say that a record is wrong, so that it counts for nothing: what it held back is let go, unless another one holds it."""
    if not reason.strip():
        raise InvalidInput("reason", "required")
    inspection = _recorded(work, inspection_id)
    inspection.state = move(inspection.state, InspectionState.SET_ASIDE)
    inspection.reason = reason.strip()
    held, inspection.holds = inspection.holds, False
    tell(work, inspection, "quality.inspection_set_aside", reason=inspection.reason)
    if held:
        work.session.flush()
        follow(work, inspection.product_id)
    return inspection.id


def _recorded(work: Work, inspection_id: UUID) -> Inspection:
    """The locked inspection, decided on by somebody who did not record it."""
    inspection = lock_inspection(work, inspection_id)
    person = work.actor.person
    if inspection.recorded_by == person and inspection.state == InspectionState.RECORDED:
        raise OwnRecord
    inspection.decided_by, inspection.decided_at = person, work.at
    return inspection
