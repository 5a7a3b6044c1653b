"""Wishes of sellers that goods are looked at again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, aliased

from trade.catalogue.models import Product
from trade.kernel.paging import PAGE_ROWS_MAX
from trade.parties.models import Organisation
from trade.quality.models import Inspection, Reinspection


@dataclass(frozen=True, slots=True)
class AskedAgain:
    """A wish for another look. ``planned`` is the inspection that answers it, where there is one: its id and reference."""

    inspection_id: UUID
    reference: str
    code: str
    name: str
    name_zh: str
    seller_name: str
    words: str
    asked_at: datetime
    planned: tuple[UUID, str] | None


def reinspections_open(session: Session) -> Sequence[AskedAgain]:
    """Wishes for which nothing is planned yet, the oldest first."""
    statement = _rows().where(Reinspection.planned_id.is_(None)).order_by(Reinspection.asked_at)
    return [_row(*row) for row in session.execute(statement.limit(PAGE_ROWS_MAX))]


def reinspections_waiting(session: Session) -> int:
    """How many wishes wait for a plan."""
    open_ = select(func.count()).select_from(Reinspection).where(Reinspection.planned_id.is_(None))
    return session.execute(open_).scalar_one()


def reinspection_of(session: Session, inspection_id: UUID) -> AskedAgain | None:
    """What a seller asked for after an inspection; none where it has not, or may not be seen."""
    found = session.execute(_rows().where(Reinspection.inspection_id == inspection_id)).one_or_none()
    return _row(*found) if found is not None else None


_ANSWER = aliased(Inspection, name="answer")


def _rows() -> Select[*tuple[Any, ...]]:
    return (
        select(Reinspection, Inspection.reference, Product, Organisation.name, _ANSWER.reference)
        .join(Inspection, Inspection.id == Reinspection.inspection_id)
        .join(Product, Product.id == Inspection.product_id)
        .join(Organisation, Organisation.id == Reinspection.seller_id)
        .outerjoin(_ANSWER, _ANSWER.id == Reinspection.planned_id)
    )


def _row(wish: Reinspection, reference: str, product: Product, seller: str, answer: str | None) -> AskedAgain:
    planned = (wish.planned_id, answer) if wish.planned_id is not None and answer is not None else None
    return AskedAgain(
        wish.inspection_id, reference, product.code, product.name, product.name_zh, seller, wish.words, wish.asked_at,
        planned,
    )  # fmt: skip
