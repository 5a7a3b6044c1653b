"""One SKU on the lists of its seller: what it costs there now, and what is scheduled."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Uuid, bindparam, func, or_, select
from sqlalchemy.orm import Session

from trade.kernel.actor import Actor
from trade.parties.models import Organisation
from trade.pricing.models import BuyerLevel, Ladder, PriceList
from trade.pricing.queries.candidates import SOURCE_OF_AUDIENCE, ladder_from
from trade.pricing.queries.lists import PriceListRow, price_lists
from trade.pricing.rules import Candidate, Moment, Period
from trade.pricing.rules import Ladder as Steps

NOT_SAVED = UUID(int=0)


@dataclass(frozen=True, slots=True)
class Listing:
    """A list, and what it says of a SKU: ``now`` is empty where the buyer's other prices hold."""

    price_list: PriceListRow
    now: Steps | None
    next_since: datetime | None


def listings_of(session: Session, actor: Actor, sku_id: UUID, at: datetime, *, search: str = "") -> Sequence[Listing]:
    """The actor's lists that have not ended, each with what one SKU costs there; two statements."""
    lists = [row for row in price_lists(session, actor, at, search=search) if not row.is_archived]
    now: dict[UUID, Steps] = {}
    ahead: dict[UUID, datetime] = {}
    for list_id, ladder, period in _ladders(session, sku_id, [row.id for row in lists], at):
        if period.moment(at) is Moment.NOW:
            now[list_id] = ladder
        else:
            ahead[list_id] = min(period.since, ahead.get(list_id, period.since))
    return [Listing(row, now.get(row.id), ahead.get(row.id)) for row in lists]


def ladder_on(session: Session, sku_id: UUID, list_id: UUID, at: datetime) -> Steps | None:
    """What a SKU costs on a list at an instant; ``None`` where the list does not price it."""
    found = _ladders(session, sku_id, [list_id], at)
    return next((ladder for _, ladder, period in found if period.moment(at) is Moment.NOW), None)


def candidates_with(
    session: Session,
    candidates: Sequence[Candidate],
    list_id: UUID,
    sku_id: UUID,
    buyer_id: UUID,
    typed: Steps,
    at: datetime,
) -> tuple[Candidate, ...]:
    """A buyer's candidates at an instant if a list said ``typed`` of the SKU: the same where it does not reach them."""
    level = select(BuyerLevel.level).where(
        BuyerLevel.seller_id == PriceList.seller_id, BuyerLevel.buyer_id == bindparam("buyer", type_=Uuid())
    )
    region = select(Organisation.region_code).where(Organisation.id == bindparam("buyer", type_=Uuid()))
    held = select(Ladder.id).where(
        Ladder.price_list_id == PriceList.id, Ladder.sku_id == sku_id, Ladder.withdrawn_at.is_(None),
        Ladder.valid_from <= at, Ladder.valid_until.is_(None) | (Ladder.valid_until > at),
    )  # fmt: skip
    reached = (
        PriceList.audience == "base",
        PriceList.buyer_id == bindparam("buyer", type_=Uuid()),
        PriceList.region_code == region.scalar_subquery(),
        PriceList.level == level.correlate(PriceList).scalar_subquery(),
    )
    row = session.execute(
        select(PriceList.audience, PriceList.name, held.correlate(PriceList).scalar_subquery()).where(
            PriceList.id == list_id, PriceList.archived_at.is_(None), or_(*reached)
        ),
        {"buyer": buyer_id},
    ).one_or_none()
    if row is None:
        return tuple(candidates)
    audience, name, ladder_id = row
    others = [candidate for candidate in candidates if candidate.rule_id != ladder_id]
    return (Candidate(SOURCE_OF_AUDIENCE[audience], NOT_SAVED, typed, name), *others)


def usual_buyer(session: Session, list_id: UUID) -> str:
    """The code of a buyer whom a list reaches, to look at it with their eyes; empty where none is known by it."""
    level = select(BuyerLevel.buyer_id).where(
        BuyerLevel.seller_id == PriceList.seller_id, BuyerLevel.level == PriceList.level
    )
    first = level.order_by(BuyerLevel.set_at).limit(1).correlate(PriceList).scalar_subquery()
    statement = (
        select(Organisation.code)
        .join(PriceList, Organisation.id == func.coalesce(PriceList.buyer_id, first))
        .where(PriceList.id == list_id)
    )
    return session.scalar(statement) or ""


def _ladders(
    session: Session, sku_id: UUID, list_ids: Sequence[UUID], at: datetime
) -> list[tuple[UUID, Steps, Period]]:
    rows: Iterable[Any] = session.execute(
        select(
            Ladder.price_list_id, Ladder.quantities, Ladder.unit_prices, PriceList.currency, Ladder.mode,
            Ladder.counting, Ladder.valid_from, Ladder.valid_until,
        )
        .join(PriceList, PriceList.id == Ladder.price_list_id)
        .where(
            Ladder.sku_id == sku_id,
            Ladder.price_list_id.in_(list_ids),
            Ladder.withdrawn_at.is_(None),
            Ladder.valid_until.is_(None) | (Ladder.valid_until > at),
        )
    )  # fmt: skip
    return [(list_id, ladder_from(*ladder), Period(since, until)) for list_id, *ladder, since, until in rows]
