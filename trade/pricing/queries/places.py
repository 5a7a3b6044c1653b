"""The next prices of a buyer, cheapest first, as an index streams them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cache
from itertools import groupby
from types import MappingProxyType
from typing import Any, Final, NamedTuple
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    BigInteger,
    BindParameter,
    ColumnElement,
    Select,
    String,
    Text,
    Uuid,
    and_,
    any_,
    bindparam,
    cast,
    or_,
    select,
    true,
    tuple_,
    union,
    union_all,
)
from sqlalchemy.orm import Session

from trade.catalogue.models import TalliedSKU
from trade.kernel import prepared
from trade.kernel.base import UTCDateTime
from trade.kernel.prepared import fixed
from trade.parties.models import Organisation
from trade.pricing.models import Agreement, AgreementLine, BuyerLevel, Ladder, PriceList
from trade.pricing.queries.candidates import holds_at

MILLION: Final = 1_000_000


class Place(NamedTuple):
    """Where a SKU stands in a list sorted by price."""

    currency: str
    price: Decimal
    sku_id: UUID


@dataclass(frozen=True, slots=True)
class Places:
    """The prices of a stretch in their order, and up to where it is complete; ``None``: to the end."""

    rows: list[Place]
    until: Place | None


class Among(NamedTuple):
    """What of a list is asked for: conditions on :class:`TalliedSKU`, the same objects each time, and their values."""

    conditions: tuple[ColumnElement[bool], ...] = ()
    values: Mapping[str, Any] = MappingProxyType({})


EVERYWHERE: Final = Among()


def next_places(
    session: Session, buyer_id: UUID, at: datetime, after: Place | None, many: int, among: Among = EVERYWHERE
) -> Places:
    """Read the next ``many`` prices of each kind of list that is the buyer's, and of its agreements.

    Lists are walked past what is not ``among`` those asked for. A SKU may stand in several places: what it costs is the
    first of them in its seller's currency.
    """
    rows = prepared.run(session, _next(many, among.conditions), _values(buyer_id, at, after) | dict(among.values)).all()
    streams = [list(stream) for _, stream in groupby(rows, key=lambda row: row.audience_key)]
    ends = [_place(stream[-1]) for stream in streams if len(stream) == many]
    until = min(ends, default=None)
    places = (_place(row) for row in rows if row.goes_on)
    return Places(sorted(place for place in places if until is None or place <= until), until)


def earlier_places(session: Session, buyer_id: UUID, at: datetime, after: Place, sku_ids: list[UUID]) -> list[Place]:
    """Read which of ``sku_ids`` stand at ``after`` or before it too, once for each currency; the price is of no account."""
    values = _values(buyer_id, at, after) | {"sku_ids": sku_ids}
    return [Place(currency, after.price, sku_id) for currency, sku_id in prepared.run(session, _EARLIER, values)]


def _values(buyer_id: UUID, at: datetime, after: Place | None) -> dict[str, Any]:
    currency, price, sku_id = after or Place("", Decimal(0), UUID(int=0))
    return {
        "buyer_id": buyer_id, "at": at, "currency": currency, "least_price": int(price * MILLION), "sku_id": sku_id,
    }  # fmt: skip


def _place(row: Any) -> Place:
    return Place(row.currency, Decimal(row.least_price) / MILLION, row.sku_id)


_BUYER: Final[BindParameter[UUID]] = bindparam("buyer_id", type_=Uuid())
_AT: Final[BindParameter[datetime]] = bindparam("at", type_=UTCDateTime())
_AFTER: Final = tuple_(
    bindparam("currency", type_=String(3)),
    bindparam("least_price", type_=BigInteger()),
    bindparam("sku_id", type_=Uuid()),
)


_MINE: Final = union_all(
    select(fixed("base").label("key")),
    select(fixed("buyer:") + cast(_BUYER, Text)),
    select(fixed("region:") + Organisation.region_code).where(Organisation.id == _BUYER),
    select(BuyerLevel.audience_key + fixed("@") + cast(BuyerLevel.seller_id, Text)).where(
        BuyerLevel.buyer_id == _BUYER
    ),
).subquery("mine")
"""Whose prices are the buyer's, as ``ladders`` names them."""

_HERE: Final = (Ladder.currency, Ladder.least_price, Ladder.sku_id)
_GOES_ON: Final = PriceList.archived_at.is_(None)
_LISTED: Final = select(Ladder.audience_key, *_HERE, Ladder.price_list_id).where(
    Ladder.audience_key == _MINE.c.key, holds_at(_AT)
)
_PRICE: Final = cast(AgreementLine.unit_price * fixed(MILLION), BigInteger)
_THERE: Final = (Agreement.currency, _PRICE, AgreementLine.sku_id)
_AGREED: Final = (
    select(fixed("agreed").label("audience_key"), Agreement.currency, _PRICE.label("least_price"), AgreementLine.sku_id)
    .join(Agreement, Agreement.id == AgreementLine.agreement_id)
    .where(
        AgreementLine.buyer_id == _BUYER,
        or_(AgreementLine.uncapped, AgreementLine.capacity > AgreementLine.consumed),
        Agreement.state == fixed("accepted"),
        Agreement.valid_from <= _AT,
        Agreement.valid_until > _AT,
    )
)


@cache
def _next(many: int, conditions: tuple[ColumnElement[bool], ...]) -> Select[*tuple[Any, ...]]:
    """Lists that have ended are told apart behind the limit, and what is asked for is looked up goods by goods.

    Joined before the limit, either would tempt PostgreSQL to gather and sort all of them instead of walking the index.
    """
    walked = _LISTED.where(tuple_(*_HERE) > _AFTER)
    if conditions:
        walked = walked.where(select(and_(*conditions)).where(TalliedSKU.sku_id == Ladder.sku_id).scalar_subquery())
    listed = walked.order_by(*_HERE).limit(fixed(many)).lateral("listed")
    agreed = _AGREED.where(tuple_(*_THERE) > _AFTER).order_by(*_THERE).limit(fixed(many)).subquery("agreed")
    lists = _MINE.join(listed, true()).join(PriceList, PriceList.id == listed.c.price_list_id)
    place = (listed.c.audience_key, listed.c.currency, listed.c.least_price, listed.c.sku_id)
    found = union_all(
        select(*place, _GOES_ON.label("goes_on")).select_from(lists), select(agreed, true().label("goes_on"))
    ).subquery("found")
    return select(found).order_by(*found.c)


_AMONG: Final = any_(bindparam("sku_ids", type_=ARRAY(Uuid())))
_EARLIER: Final = union(
    select(Ladder.currency, Ladder.sku_id)
    .join(_MINE, _MINE.c.key == Ladder.audience_key)
    .join(PriceList, PriceList.id == Ladder.price_list_id)
    .where(Ladder.sku_id == _AMONG, holds_at(_AT), _GOES_ON, tuple_(*_HERE) <= _AFTER),
    _AGREED.with_only_columns(Agreement.currency, AgreementLine.sku_id).where(
        AgreementLine.sku_id == _AMONG, tuple_(*_THERE) <= _AFTER
    ),
)
