"""What more is told of products: properties, and the marks that they bear."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Final
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Date,
    Integer,
    String,
    Uuid,
    and_,
    any_,
    bindparam,
    cast,
    exists,
    func,
    literal_column,
    or_,
    select,
)
from sqlalchemy.orm import Session

from trade.catalogue.models import Product, ProductMark, Property
from trade.catalogue.queries.search import FEW, Reach, Sought
from trade.catalogue.rules import Borne, Mark, Said
from trade.kernel import prepared
from trade.kernel.actor import Actor
from trade.kernel.base import UTCDateTime


@dataclass(frozen=True, slots=True)
class ExpiredMark:
    """A mark that buyers are not shown any more, and the product that bears it."""

    product_id: UUID
    code: str
    name: str
    name_zh: str
    mark: Mark
    valid_until: date


_ORDER: Final = list(Mark)

_PROPERTIES: Final = (
    select(Property.name, Property.name_zh, Property.value, Property.value_zh, Property.unit)
    .where(Property.product_id == bindparam("product_id"))
    .order_by(Property.position)
)


def properties_of(session: Session, product_id: UUID) -> Sequence[Said]:
    """The properties of a product, in their order."""
    return [Said(*row) for row in prepared.run(session, _PROPERTIES, {"product_id": product_id})]


def holds(day: ColumnElement[date]) -> ColumnElement[bool]:
    """The condition that a mark holds on a day, its last one included: the same as ``Borne.holds_on``."""
    return or_(ProductMark.valid_until.is_(None), ProductMark.valid_until >= day)


def day_of(at: ColumnElement[datetime]) -> ColumnElement[date]:
    """The day by which marks hold: that of UTC."""
    return cast(func.timezone("UTC", at), Date)


_SOUGHT: Final = and_(
    ProductMark.mark == bindparam("mark", type_=String()), holds(day_of(bindparam("at", type_=UTCDateTime())))
)
_FEW: Final = select(ProductMark.product_id).where(_SOUGHT).limit(literal_column(str(FEW + 1), Integer))


def seek_mark(session: Session, mark: Mark, at: datetime) -> Sought:
    """Look how many products bear a mark: a few are named one by one, as :func:`seek` does, many are met soon enough."""
    values = {"mark": mark.value, "at": at}
    few = [row[0] for row in prepared.run(session, _FEW, values)]
    return Sought(Reach.MANY, values) if len(few) > FEW else Sought(Reach.FEW, {"marked": few, "at": at})


def marked_by(reach: Reach) -> list[ColumnElement[bool]]:
    """The conditions on products that a mark of this reach comes to, with the values of :func:`seek_mark`."""
    if reach == Reach.FEW:
        return [Product.id == any_(bindparam("marked", type_=ARRAY(Uuid())))]
    found = exists().where(ProductMark.product_id == Product.id, _SOUGHT).correlate(Product)
    return [found] if reach == Reach.MANY else []


def borne(at: ColumnElement[datetime]) -> ColumnElement[Sequence[str] | None]:
    """All marks of a product that hold now, in no order, as a column of a larger statement; null is none."""
    return (
        select(func.array_agg(ProductMark.mark))
        .where(ProductMark.product_id == Product.id, holds(day_of(at)))
        .correlate(Product)
        .scalar_subquery()
    )


@cache
def marks_from(borne: frozenset[str]) -> tuple[Mark, ...]:
    """Put what :func:`borne` answered into the order of :class:`Mark`."""
    return tuple(mark for mark in Mark if mark in borne)


_THESE: Final = any_(bindparam("product_ids", type_=ARRAY(Uuid())))
_MARKS_OF: Final = select(
    ProductMark.product_id, ProductMark.mark, ProductMark.certificate, ProductMark.valid_until
).where(ProductMark.product_id == _THESE)
_MARKS: Final = _MARKS_OF.where(holds(bindparam("day", type_=Date())))
_PROPERTIES_OF: Final = (
    select(Property.product_id, Property.name, Property.name_zh, Property.value, Property.value_zh, Property.unit)
    .where(Property.product_id == _THESE)
    .order_by(Property.product_id, Property.position)
)


def marks_of(session: Session, product_ids: Collection[UUID], day: date) -> dict[UUID, list[Borne]]:
    """The marks that products bear on ``day``, in the order of :class:`Mark`; those that have expired are left out."""
    found: dict[UUID, list[Borne]] = {}
    values = {"product_ids": list(product_ids), "day": day}
    for product_id, mark, certificate, valid_until in prepared.run(session, _MARKS, values):
        found.setdefault(product_id, []).append(Borne(Mark(mark), certificate, valid_until))
    return {product_id: _sorted(marks) for product_id, marks in found.items()}


@dataclass(frozen=True, slots=True)
class Particulars:
    """All that is told of a product: the marks that it was given, expired ones too, and its properties."""

    marks: tuple[Borne, ...] = ()
    properties: tuple[Said, ...] = ()


def told_of(session: Session, product_ids: Collection[UUID]) -> dict[UUID, Particulars]:
    """What is told of each of these products; two statements."""
    marks: dict[UUID, list[Borne]] = {key: [] for key in product_ids}
    properties: dict[UUID, list[Said]] = {key: [] for key in product_ids}
    ids = {"product_ids": list(product_ids)}
    for product_id, mark, certificate, valid_until in prepared.run(session, _MARKS_OF, ids):
        marks[product_id].append(Borne(Mark(mark), certificate, valid_until))
    for product_id, *said in prepared.run(session, _PROPERTIES_OF, ids):
        properties[product_id].append(Said(*said))
    return {key: Particulars(tuple(_sorted(marks[key])), tuple(properties[key])) for key in marks}


def own_marks(session: Session, actor: Actor, product_id: UUID) -> Sequence[Borne]:
    """All marks that one of the actor's products was given, also those that have expired."""
    rows = session.execute(
        select(ProductMark.mark, ProductMark.certificate, ProductMark.valid_until).where(
            ProductMark.product_id == product_id, ProductMark.seller_id == actor.organisation
        )
    )
    return _sorted([Borne(Mark(mark), certificate, valid_until) for mark, certificate, valid_until in rows])


def expired_marks(session: Session, actor: Actor, day: date, *, limit: int) -> Sequence[ExpiredMark]:
    """Marks on the actor's offered products that have expired by ``day``, the newest first."""
    rows = session.execute(
        select(Product.id, Product.code, Product.name, Product.name_zh, ProductMark.mark, ProductMark.valid_until)
        .join(Product, Product.id == ProductMark.product_id)
        .where(ProductMark.seller_id == actor.organisation, ProductMark.valid_until < day, Product.state == "offered")
        .order_by(ProductMark.valid_until.desc(), Product.code)
        .limit(limit)
    )
    return [ExpiredMark(*row[:4], Mark(row.mark), row.valid_until) for row in rows]


def _sorted(marks: list[Borne]) -> list[Borne]:
    return sorted(marks, key=lambda borne: _ORDER.index(borne.mark))
