"""What can be ordered again: the last order, the usual basket, saved lists."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from trade.kernel.actor import Actor
from trade.kernel.errors import NotFound
from trade.kernel.money import Money
from trade.ordering.loading import bought_by
from trade.ordering.models import Order, OrderLine
from trade.ordering.offers import Offer, amounts_by_currency, offers_of, together
from trade.pad.models import SavedList, SavedListLine
from trade.pad.rhythms import usual_of
from trade.pad.rules.rhythm import Rhythm
from trade.pricing.rules import Price


@dataclass(frozen=True, slots=True)
class LastOrder:
    """The organisation's last order."""

    order_id: UUID
    reference: str
    placed_at: datetime
    lines: int
    total: Money


@dataclass(frozen=True, slots=True)
class BasketRow:
    """A SKU that the shop buys in a rhythm, and what the usual quantity costs today."""

    offer: Offer
    rhythm: Rhythm
    quantity: int
    price: Price


@dataclass(frozen=True, slots=True)
class ListLine:
    """A line of a saved list; without a price it is not for sale any more."""

    offer: Offer
    quantity: int
    price: Price | None


@dataclass(frozen=True, slots=True)
class ListRow:
    """A saved list among others."""

    list_id: UUID
    name: str
    lines: int


@dataclass(frozen=True, slots=True)
class ListView:
    """A saved list at today's prices."""

    list_id: UUID
    name: str
    is_archived: bool
    rows: Sequence[ListLine]

    @property
    def totals(self) -> tuple[Money, ...]:
        """What the list comes to today."""
        return amounts_by_currency([row.price.amount for row in self.rows if row.price])


def last_order(session: Session, actor: Actor) -> LastOrder | None:
    """The order that the organisation placed last."""
    count = select(func.count()).where(OrderLine.order_id == Order.id).correlate(Order).scalar_subquery()
    statement = (
        select(Order.id, Order.reference, Order.placed_at, count, Order.total_minor, Order.currency)
        .where(bought_by(actor))
        .order_by(Order.placed_at.desc(), Order.id.desc())
        .limit(1)
    )
    row = session.execute(statement).one_or_none()
    return LastOrder(row[0], row[1], row[2], row[3], Money(row[4], row[5])) if row else None


def basket(session: Session, actor: Actor, at: datetime) -> list[BasketRow]:
    """What the shop usually buys and can buy now: due first, then by what comes next. Two statements."""
    usual = usual_of(session, actor, at)
    offers = offers_of(session, actor, list(usual), at) if usual else {}
    offers = together(offers, {sku_id: rhythm.quantity for sku_id, rhythm in usual.items() if rhythm.is_due})
    rows = []
    for sku_id, rhythm in usual.items():
        offer = offers[sku_id]
        quantity = offer.rule.at_least(rhythm.quantity)
        if offer.is_for_sale and quantity:
            rows.append(BasketRow(offer, rhythm, quantity, offer.price(quantity)))
    return sorted(rows, key=lambda row: (not row.rhythm.is_due, row.rhythm.every - row.rhythm.since, row.offer.code))


def lists_of(session: Session, actor: Actor) -> list[ListRow]:
    """The organisation's saved lists by name."""
    statement = (
        select(SavedList.id, SavedList.name, func.count(SavedListLine.sku_id))
        .outerjoin(SavedListLine, SavedListLine.list_id == SavedList.id)
        .where(SavedList.buyer_id == actor.organisation, SavedList.archived_at.is_(None))
        .group_by(SavedList.id)
        .order_by(SavedList.name, SavedList.id)
        .limit(100)
    )
    return [ListRow(*row) for row in session.execute(statement)]


def list_view(session: Session, actor: Actor, list_id: UUID, at: datetime) -> ListView:
    """One saved list, archived or not. Raises ``NotFound``."""
    statement = select(SavedList.name, SavedList.archived_at).where(
        SavedList.id == list_id, SavedList.buyer_id == actor.organisation
    )
    found = session.execute(statement).one_or_none()
    if found is None:
        raise NotFound("saved list", list_id)
    lines = session.execute(
        select(SavedListLine.sku_id, SavedListLine.quantity)
        .where(SavedListLine.list_id == list_id)
        .order_by(SavedListLine.position)
    ).all()
    offers = offers_of(session, actor, [line.sku_id for line in lines], at) if lines else {}
    offers = together(offers, {line.sku_id: line.quantity for line in lines})
    rows = [_list_line(offers[line.sku_id], line.quantity) for line in lines]
    return ListView(list_id, found.name, found.archived_at is not None, rows)


def _list_line(offer: Offer, quantity: int) -> ListLine:
    fits = offer.is_for_sale and offer.rule.at_least(quantity)
    return ListLine(offer, quantity, offer.price(offer.rule.at_least(quantity)) if fits else None)
