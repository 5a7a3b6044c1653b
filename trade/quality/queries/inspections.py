"""Inspections as the platform and the seller see them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Select, case, func, select
from sqlalchemy.orm import Session

from trade.catalogue.models import SKU, Product
from trade.catalogue.rules import HELD_BACK
from trade.kernel.actor import Actor
from trade.kernel.errors import NotFound
from trade.kernel.paging import PAGE_ROWS_MAX
from trade.parties.models import Organisation
from trade.quality.loading import seen_by
from trade.quality.models import Inspection
from trade.quality.rules import Criterion, Finding, Grade, InspectionState, Level, Verdict


@dataclass(frozen=True, slots=True)
class InspectionRow:
    """An inspection on a list. ``holds``: its product is not sold because of it."""

    id: UUID
    reference: str
    product_id: UUID
    code: str
    name: str
    name_zh: str
    seller_id: UUID
    seller_name: str
    lot: str
    state: InspectionState
    verdict: Verdict | None
    planned_on: date
    recorded_at: datetime | None
    holds: bool
    recorded_by: UUID | None


@dataclass(frozen=True, slots=True)
class InspectionDetail:
    """All about one inspection. ``held_back_at``: since when its product is not sold, whatever for."""

    row: InspectionRow
    lot_size: int
    level: Level
    aql: tuple[Decimal, Decimal]
    criteria: Sequence[Criterion]
    findings: Sequence[Finding]
    inspector: str
    words: str
    reason: str
    report_id: UUID | None
    held_back_at: datetime | None
    lifted_by: tuple[UUID, str] | None

    @property
    def sample(self) -> int:
        """Units that are drawn."""
        return max(one.size for one in self.criteria)


@dataclass(frozen=True, slots=True)
class InspectedGoods:
    """A product of which an inspection can be planned; ``held_back_at`` where it is not sold now."""

    product_id: UUID
    code: str
    name: str
    name_zh: str
    seller_id: UUID
    seller_name: str
    held_back_at: datetime | None


def inspections(
    session: Session, actor: Actor, *, product_id: UUID | None = None, limit: int = PAGE_ROWS_MAX
) -> Sequence[InspectionRow]:
    """Inspections that the actor may see: what waits for a second person first, then what is planned, then the newest."""
    order = case(
        (Inspection.state == InspectionState.RECORDED, 0), (Inspection.state == InspectionState.PLANNED, 1), else_=2
    )
    statement = _rows(actor).order_by(
        order, func.coalesce(Inspection.recorded_at, Inspection.planned_at).desc(), Inspection.id
    )
    if product_id is not None:
        statement = statement.where(Inspection.product_id == product_id)
    return [_row(*row) for row in session.execute(statement.limit(limit))]


def inspections_waiting(session: Session) -> int:
    """How many records wait for a second person."""
    waiting = select(func.count()).select_from(Inspection).where(Inspection.state == InspectionState.RECORDED)
    return session.execute(waiting).scalar_one()


def inspection_detail(session: Session, actor: Actor, inspection_id: UUID) -> InspectionDetail:
    """All about an inspection; ``NotFound`` for a stranger's."""
    found = session.execute(_rows(actor).where(Inspection.id == inspection_id)).one_or_none()
    if found is None:
        raise NotFound("inspection", inspection_id)
    one, product, _ = found
    criteria = [Criterion(Grade(row.grade), row.size, row.accepts) for row in one.criteria]
    lifting = session.get(Inspection, one.lifted_by_id) if one.lifted_by_id else None
    return InspectionDetail(
        row=_row(*found),
        lot_size=one.lot_size,
        level=Level(one.level),
        aql=(one.aql_major, one.aql_minor),
        criteria=criteria,
        findings=[
            Finding(c, row.found) for c, row in zip(criteria, one.criteria, strict=True) if row.found is not None
        ],
        inspector=one.inspector,
        words=one.words,
        reason=one.reason,
        report_id=one.report_id,
        held_back_at=product.held_back_at,
        lifted_by=(lifting.id, lifting.reference) if lifting else None,
    )


def goods_to_inspect(session: Session, typed: str) -> InspectedGoods | None:
    """The product that somebody means by its code or that of one of its SKUs; ``None`` where no product, or several, bear it."""
    code = typed.strip()
    sku = select(SKU.product_id).where(func.lower(SKU.code) == code.lower())
    wanted = (
        select(Product, Organisation)
        .join(Organisation, Organisation.id == Product.seller_id)
        .where((func.lower(Product.code) == code.lower()) | Product.id.in_(sku))
        .limit(2)
    )
    found = session.execute(wanted).all() if code else []
    return _goods(*found[0]) if len(found) == 1 else None


def goods_by_id(session: Session, product_id: UUID) -> InspectedGoods:
    """A product by its id; ``NotFound`` where there is none."""
    wanted = select(Product, Organisation).join(Organisation, Organisation.id == Product.seller_id)
    found = session.execute(wanted.where(Product.id == product_id)).one_or_none()
    if found is None:
        raise NotFound("product", product_id)
    return _goods(*found)


def held_back_goods(session: Session) -> Sequence[InspectedGoods]:
    """Every product that is not sold now because of an inspection, the longest first."""
    wanted = select(Product, Organisation).join(Organisation, Organisation.id == Product.seller_id)
    held = wanted.where(Product.state == HELD_BACK).order_by(Product.held_back_at, Product.id).limit(PAGE_ROWS_MAX)
    return [_goods(*row) for row in session.execute(held)]


def _goods(product: Product, seller: Organisation) -> InspectedGoods:
    return InspectedGoods(
        product.id, product.code, product.name, product.name_zh, seller.id, seller.name, product.held_back_at
    )


def _rows(actor: Actor) -> Select[*tuple[Any, ...]]:
    return (
        select(Inspection, Product, Organisation)
        .join(Product, Product.id == Inspection.product_id)
        .join(Organisation, Organisation.id == Inspection.seller_id)
        .where(seen_by(actor))
    )


def _row(one: Inspection, product: Product, seller: Organisation) -> InspectionRow:
    return InspectionRow(
        id=one.id,
        reference=one.reference,
        product_id=product.id,
        code=product.code,
        name=product.name,
        name_zh=product.name_zh,
        seller_id=seller.id,
        seller_name=seller.name,
        lot=one.lot,
        state=InspectionState(one.state),
        verdict=Verdict(one.verdict) if one.verdict else None,
        planned_on=one.planned_on,
        recorded_at=one.recorded_at,
        holds=one.holds,
        recorded_by=one.recorded_by,
    )
