"""Recording what an inspection found: a failure acts at once."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from trade.files.actions import attach
from trade.kernel.actor import Permission
from trade.kernel.errors import InvalidInput
from trade.kernel.work import Work, action
from trade.quality.holding import follow, is_held_back
from trade.quality.loading import lock_inspection, tell
from trade.quality.models import Inspection
from trade.quality.queries.held_back import held_back_orders
from trade.quality.rules import Criterion, Grade, InspectionState, Verdict, findings_of, move, recorded_as, verdict_of


@action(Permission.ADMIT)
def record_inspection(
    work: Work,
    inspection_id: UUID,
    *,
    found: Mapping[Grade, int],
    inspector: str,
    words: str,
    report_id: UUID | None = None,
) -> UUID:
    """Write down how many units were wrong, by grade; the verdict follows from the plan.

    What failed is held back in this transaction, and confirmed by a second person afterwards; what passed and would let a
    product go waits for that person first. Raises ``MoveRefused`` where it was recorded before, ``InvalidInput``, and
    ``NotFound`` for a report that the platform does not keep.
    """  # fmt: skip
    if not inspector.strip():
        raise InvalidInput("inspector", "required")
    inspection = lock_inspection(work, inspection_id)
    findings = findings_of([Criterion(Grade(one.grade), one.size, one.accepts) for one in inspection.criteria], found)
    verdict = verdict_of(findings)
    state = recorded_as(verdict, is_held_back=is_held_back(work, inspection.product_id))
    state = move(inspection.state, state)
    if report_id is not None:
        attach(work, [report_id], (inspection.seller_id,))
    for row, finding in zip(inspection.criteria, findings, strict=True):
        row.found = finding.found
    _write(work, inspection, state, verdict, inspector, words, report_id)
    tell(work, inspection, "quality.inspection_recorded", verdict=verdict, reason=inspection.words)
    if verdict is Verdict.FAIL:
        work.session.flush()
        follow(work, inspection.product_id)
        waiting = len(held_back_orders(work.session, work.actor, product_id=inspection.product_id))
        tell(work, inspection, "quality.product_held_back", orders=waiting)
    elif state == InspectionState.PASSED:
        tell(work, inspection, "quality.inspection_passed")
    return inspection.id


def _write(
    work: Work,
    inspection: Inspection,
    state: InspectionState,
    verdict: Verdict,
    inspector: str,
    words: str,
    report_id: UUID | None,
) -> None:
    inspection.state = state
    inspection.verdict, inspection.holds = verdict, verdict is Verdict.FAIL
    inspection.inspector, inspection.words, inspection.report_id = inspector.strip(), words.strip(), report_id
    inspection.recorded_by, inspection.recorded_at = work.actor.person, work.at
