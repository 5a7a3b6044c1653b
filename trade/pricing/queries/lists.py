"""A seller's price lists, whom they are for, and what each buyer is to them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Select, case, func, or_, select
from sqlalchemy.orm import Session, aliased

from trade.catalogue.models import SKU, Product
from trade.kernel.actor import Actor
from trade.kernel.errors import NotFound
from trade.kernel.paging import PAGE_ROWS, from_cursor, to_cursor
from trade.parties.models import Organisation, Region
from trade.pricing.models import BuyerLevel, Ladder, PriceList
from trade.pricing.queries.candidates import ladder_from
from trade.pricing.rules import Ladder as Steps
from trade.pricing.rules import Period

LISTS_MAX: Final = 200


@dataclass(frozen=True, slots=True)
class PriceListRow:
    """A list and whom it is for: ``whom`` is a level, the name of a region or of a buyer; empty for everybody."""

    id: UUID
    name: str
    audience: str
    whom: str
    whom_zh: str
    currency: str
    is_archived: bool
    priced: int


@dataclass(frozen=True, slots=True)
class ListedPrice:
    """A SKU on a list, with a ladder that holds or lies ahead."""

    ladder_id: UUID
    sku_id: UUID
    code: str
    name: str
    name_zh: str
    unit: str
    ladder: Steps
    period: Period


@dataclass(frozen=True, slots=True)
class ListedPrices:
    """A page of a list."""

    rows: Sequence[ListedPrice]
    next_cursor: str | None


@dataclass(frozen=True, slots=True)
class BuyerLevelRow:
    """What a buyer is to the seller."""

    buyer_id: UUID
    code: str
    name: str
    level: str
    set_at: datetime


_Buyer = aliased(Organisation)


def price_lists(session: Session, actor: Actor, at: datetime, *, search: str = "") -> Sequence[PriceListRow]:
    """The actor's lists, the one for everybody first, with how many SKUs each prices now."""
    statement = _lists(actor, at).order_by(
        PriceList.archived_at.is_not(None),
        case({"base": 0, "level": 1, "region": 2}, value=PriceList.audience, else_=3),
        PriceList.name,
        PriceList.id,
    )
    if search:
        statement = statement.where(
            or_(PriceList.name.icontains(search, autoescape=True), _Buyer.name.icontains(search, autoescape=True))
        )
    return [PriceListRow(*row) for row in session.execute(statement.limit(LISTS_MAX))]


def price_list(session: Session, actor: Actor, list_id: UUID, at: datetime) -> PriceListRow:
    """One of the actor's lists; ``NotFound`` for a stranger's."""
    row = session.execute(_lists(actor, at).where(PriceList.id == list_id)).one_or_none()
    if row is None:
        raise NotFound("price list", list_id)
    return PriceListRow(*row)


def _lists(actor: Actor, at: datetime) -> Select[Any]:
    is_current = (Ladder.valid_from <= at) & (Ladder.valid_until.is_(None) | (Ladder.valid_until > at))
    priced = (
        select(func.count())
        .where(Ladder.price_list_id == PriceList.id, is_current, Ladder.withdrawn_at.is_(None))
        .scalar_subquery()
    )
    whom = func.coalesce(PriceList.level, Region.name, _Buyer.name, "")
    return (
        select(
            PriceList.id, PriceList.name, PriceList.audience, whom, func.coalesce(Region.name_zh, whom),
            PriceList.currency, PriceList.archived_at.is_not(None), priced,
        )
        .outerjoin(Region, Region.code == PriceList.region_code)
        .outerjoin(_Buyer, _Buyer.id == PriceList.buyer_id)
        .where(PriceList.seller_id == actor.organisation)
    )  # fmt: skip


def listed_prices(
    session: Session, list_id: UUID, at: datetime, *, search: str = "", cursor: str | None = None
) -> ListedPrices:
    """What a list says from now on, by code: ladders that hold and those that are scheduled."""
    statement = (
        select(
            Ladder.id, SKU.id, SKU.code, Product.name, Product.name_zh, SKU.unit,
            Ladder.quantities, Ladder.unit_prices, PriceList.currency, Ladder.mode, Ladder.counting,
            Ladder.valid_from, Ladder.valid_until,
        )
        .join(PriceList, PriceList.id == Ladder.price_list_id)
        .join(SKU, SKU.id == Ladder.sku_id)
        .join(Product, Product.id == SKU.product_id)
        .where(
            Ladder.price_list_id == list_id,
            Ladder.withdrawn_at.is_(None),
            Ladder.valid_until.is_(None) | (Ladder.valid_until > at),
        )
        .order_by(SKU.code, Ladder.id)
        .limit(PAGE_ROWS + 1)
    )  # fmt: skip
    if search:
        statement = statement.where(
            or_(SKU.code.icontains(search, autoescape=True), Product.name.icontains(search, autoescape=True))
        )
    after = from_cursor(cursor, str, UUID)
    if after:
        statement = statement.where((SKU.code > after[0]) | ((SKU.code == after[0]) & (Ladder.id > after[1])))
    rows = [_listed(row) for row in session.execute(statement)]
    last = rows[PAGE_ROWS - 1] if len(rows) > PAGE_ROWS else None
    return ListedPrices(rows[:PAGE_ROWS], to_cursor((last.code, str(last.ladder_id))) if last else None)


def _listed(row: Any) -> ListedPrice:
    ladder_id, sku_id, code, name, name_zh, unit, *ladder, since, until = row
    return ListedPrice(ladder_id, sku_id, code, name, name_zh, unit, ladder_from(*ladder), Period(since, until))


def buyer_levels(session: Session, actor: Actor) -> Sequence[BuyerLevelRow]:
    """The buyers to whom the actor's organisation has given a level, by level and name."""
    rows = session.execute(
        select(BuyerLevel.buyer_id, Organisation.code, Organisation.name, BuyerLevel.level, BuyerLevel.set_at)
        .join(Organisation, Organisation.id == BuyerLevel.buyer_id)
        .where(BuyerLevel.seller_id == actor.organisation)
        .order_by(BuyerLevel.level, Organisation.name, BuyerLevel.buyer_id)
    )
    return [BuyerLevelRow(*row) for row in rows]


def level_names(session: Session, actor: Actor) -> Sequence[str]:
    """The levels that the actor's lists and buyers name."""
    listed = select(PriceList.level).where(PriceList.seller_id == actor.organisation, PriceList.level.is_not(None))
    given = select(BuyerLevel.level).where(BuyerLevel.seller_id == actor.organisation)
    return sorted(level for level in session.scalars(listed.union(given)) if level)
