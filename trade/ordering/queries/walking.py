"""What a search finds, on the way through a list: near by if it can be, else picked out of all of it.

What is found often is met soon, as long as it lies evenly. It need not: what sells in winter stands far down in summer,
and a page of it would be looked for among all that sells better. So a page looks at the next few thousand products, and
where those hold too little, everything that was found is read first.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from typing import Any, Final

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from trade.catalogue.models import Product
from trade.catalogue.queries import Reach
from trade.kernel import prepared
from trade.kernel.prepared import fixed
from trade.ordering.queries import narrowing
from trade.ordering.queries.narrowing import PRODUCT, Exact, Shape, Sorting, Way

NEAR: Final = 2_000
"""So many products cost some milliseconds to look at; one in eighty of them fills a page."""


def walked(
    session: Session, tried: narrowing.Tried, statement: Callable[[Shape], Select[*tuple[Any, ...]]]
) -> Sequence[Any]:
    """The rows of a list's ``statement``: at most one more than a page."""
    shape = tried.shape
    if shape.reach is Reach.MANY and shape.exact is not Exact.ONLY:
        end = prepared.run(session, _end(_counted_by(shape)), tried.values).one_or_none()
        if end is not None:
            values = tried.values | {f"end_{n}": part for n, part in enumerate(end)}
            near = prepared.run(session, statement(replace(shape, way=Way.NEAR)), values).all()
            if len(near) > shape.limit:
                return near
            shape = replace(shape, way=Way.IN_ALL)
    return prepared.run(session, statement(shape), tried.values).all()


def _counted_by(shape: Shape) -> Shape:
    """What is counted off: what an index holds in this order, whatever else is wanted of it."""
    best = shape.sorting is Sorting.BEST
    return replace(
        shape, reach=Reach.ALL, category=best and shape.category, seller=best and shape.seller, in_stock=False,
        mark=Reach.ALL, exact=Exact.AMONG,
    )  # fmt: skip


@cache
def _end(shape: Shape) -> Select[*tuple[Any, ...]]:
    """Where the next few thousand products end; nothing where there are no more."""
    begun = [narrowing.bounded(shape.sorting, "after", PRODUCT)] if shape.after else []
    return (
        select(*narrowing.ORDERS[shape.sorting].columns[:PRODUCT])
        .where(Product.state == "offered", *narrowing.conditions(shape), *begun)
        .order_by(*narrowing.ordering(shape.sorting)[:PRODUCT])
        .offset(fixed(NEAR))
        .limit(fixed(1))
    )
