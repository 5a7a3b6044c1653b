"""Loading inspections through the actor: a seller sees those of its goods, the platform all."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ColumnElement, select, true

from trade.kernel.actor import Actor, Scope
from trade.kernel.errors import NotFound
from trade.kernel.locks import lock_one
from trade.kernel.work import Work
from trade.quality.models import Inspection


def seen_by(actor: Actor) -> ColumnElement[bool]:
    """Inspections that the actor's organisation may read."""
    if actor.scope in {Scope.PLATFORM, Scope.SYSTEM}:
        return true()
    return Inspection.seller_id == actor.organisation


def lock_inspection(work: Work, inspection_id: UUID) -> Inspection:
    """Lock an inspection; ``NotFound`` where there is none."""
    found = lock_one(work.session, select(Inspection).where(Inspection.id == inspection_id))
    if found is None:
        raise NotFound("inspection", inspection_id)
    return found


def tell(work: Work, inspection: Inspection, verb: str, **more: str | int | None) -> None:
    """Note what happened to an inspection, for its seller as well."""
    after = {"state": inspection.state, **{name: value for name, value in more.items() if value}}
    work.record(verb, "inspection", inspection.id, parties=(inspection.seller_id,), after=after)
