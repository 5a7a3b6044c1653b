"""Planning an inspection: what is looked at is fixed before anybody looks."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import select, update

from trade.catalogue.models import Product
from trade.kernel.actor import Permission
from trade.kernel.errors import InvalidInput, NotFound
from trade.kernel.ids import new_id, new_reference
from trade.kernel.work import Work, action
from trade.quality.loading import lock_inspection, tell
from trade.quality.models import Inspection, InspectionCriterion, Reinspection
from trade.quality.rules import InspectionState, Sampling, move


@action(Permission.ADMIT)
def plan_inspection(work: Work, product_id: UUID, *, lot: str, sampling: Sampling, planned_on: date) -> UUID:
    """Plan to look at a sample of a product's goods; how many units and how many faults follows from the lot at once.

    It answers whatever other look at the product was asked for.

    Raises ``NotFound`` for no product, and ``InvalidInput`` for what is no lot.
    """
    seller_id = work.session.scalar(select(Product.seller_id).where(Product.id == product_id))
    if seller_id is None:
        raise NotFound("product", product_id)
    criteria = sampling.criteria()
    inspection = Inspection(
        id=new_id(), reference=new_reference("QI"), seller_id=seller_id, product_id=product_id, lot=lot.strip(),
        lot_size=sampling.lot_size, level=sampling.level, aql_major=sampling.major, aql_minor=sampling.minor,
        planned_on=planned_on, planned_by=work.actor.person, planned_at=work.at, state=InspectionState.PLANNED,
        inspector="", words="", reason="", holds=False,
    )  # fmt: skip
    inspection.criteria = [
        InspectionCriterion(
            inspection_id=inspection.id, seller_id=seller_id, grade=one.grade, position=position, size=one.size,
            accepts=one.accepts,
        )
        for position, one in enumerate(criteria, 1)
    ]  # fmt: skip
    work.session.add(inspection)
    work.session.flush()
    failed = select(Inspection.id).where(Inspection.product_id == product_id)
    asked = update(Reinspection).where(Reinspection.planned_id.is_(None), Reinspection.inspection_id.in_(failed))
    work.session.execute(asked.values(planned_id=inspection.id))
    tell(work, inspection, "quality.inspection_planned", units=criteria[0].size, lot=inspection.lot)
    return inspection.id


@action(Permission.ADMIT)
def call_off_inspection(work: Work, inspection_id: UUID, *, reason: str) -> UUID:
    """Call an inspection off that has not taken place."""
    if not reason.strip():
        raise InvalidInput("reason", "required")
    inspection = lock_inspection(work, inspection_id)
    inspection.state = move(inspection.state, InspectionState.CALLED_OFF)
    inspection.reason = reason.strip()
    tell(work, inspection, "quality.inspection_called_off", reason=inspection.reason)
    return inspection.id
