"""A seller asks for another look at what failed."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from trade.kernel.actor import Permission
from trade.kernel.errors import InvalidInput, NotFound
from trade.kernel.work import Work, action
from trade.quality.loading import seen_by, tell
from trade.quality.models import Inspection, Reinspection
from trade.quality.rules import WORDS_MAX, AskedBefore, HoldsNothing, InspectionState


@action(Permission.SELL)
def ask_reinspection(work: Work, inspection_id: UUID, *, words: str) -> UUID:
    """Ask the platform to look again at goods that it holds back, and say what was put right; once an inspection.

    Raises ``HoldsNothing`` where nothing is held back by it (any more), ``AskedBefore`` and ``InvalidInput``.
    """
    own = select(Inspection).where(Inspection.id == inspection_id, seen_by(work.actor))
    inspection = work.session.scalars(own).one_or_none()
    if inspection is None:
        raise NotFound("inspection", inspection_id)
    if not words.strip():
        raise InvalidInput("words", "required")
    if len(words) > WORDS_MAX:
        raise InvalidInput("words", "too_long")
    if inspection.state != InspectionState.FAILED or not inspection.holds:
        raise HoldsNothing
    asked = insert(Reinspection).values(
        inspection_id=inspection.id, seller_id=inspection.seller_id, words=words.strip(), asked_by=work.actor.person,
        asked_at=work.at,
    )  # fmt: skip
    if work.session.scalar(asked.on_conflict_do_nothing().returning(Reinspection.inspection_id)) is None:
        raise AskedBefore
    tell(work, inspection, "quality.reinspection_asked")
    return inspection.id
