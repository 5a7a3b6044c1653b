"""Putting lines into the cart: from the pad on top of what lies there, from everything that can be repeated up to it.

A pad is emptied by it, so what was typed counts once. A list, a basket, an upload or an order stays, and asking for it
again must do no harm: the cart then holds at least that much of each SKU.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from trade.kernel.actor import Permission
from trade.kernel.errors import NotFound
from trade.kernel.work import Work, action
from trade.ordering.actions import Repeated, repeat_order
from trade.ordering.actions.cart import lock_cart, put_lines, reprice_family
from trade.ordering.loading import bought_by
from trade.ordering.models import Order
from trade.ordering.offers import Offer
from trade.pad.actions.lines import forget_lines, lock_pad
from trade.pad.filling import filled
from trade.pad.judging import Entry, held_in_cart, judge
from trade.pad.models import PadLine, SavedList, SavedListLine, shown_at
from trade.pad.rhythms import usual_of
from trade.pad.rules.refusals import NothingToPut


@dataclass(frozen=True, slots=True)
class PutIntoCart:
    """How many lines are in the cart now, how many could not go there, and how many quantities were rounded up."""

    put: int
    left: int
    rounded: int = 0


@action(Permission.BUY)
def put_pad(work: Work) -> PutIntoCart:
    """Put the pad's good lines into the cart, on top of what it holds; lines that need a hand stay.

    Raises ``NothingToPut``.
    """
    pad = lock_pad(work)
    cart_id = lock_cart(work)
    statement = select(PadLine).where(PadLine.pad_id == pad.id, shown_at(pad.step)).order_by(PadLine.position)
    lines = work.session.scalars(statement).all()
    entries = [Entry(line.text, line.amount, line.sku_id) for line in lines]
    judged = judge(work.session, work.actor, entries, work.at, held=held_in_cart(work.session, work.actor))
    good = {found.offer.sku_id: (found.offer, found.together) for found in judged if found.offer and found.price}
    if not good:
        raise NothingToPut
    _put(work, cart_id, list(good.values()))
    put = [line.id for line, found in zip(lines, judged, strict=True) if found.price is not None]
    forget_lines(work, pad, put)
    return PutIntoCart(len(good), len(lines) - len(put))


@action(Permission.BUY)
def put_list(work: Work, list_id: UUID) -> PutIntoCart:
    """Put a saved list into the cart. Raises ``NotFound``, ``NothingToPut``."""
    rows = work.session.execute(
        select(SavedListLine.sku_id, SavedListLine.quantity)
        .join(SavedList, SavedList.id == SavedListLine.list_id)
        .where(SavedList.id == list_id, SavedList.buyer_id == work.actor.organisation, SavedList.archived_at.is_(None))
        .order_by(SavedListLine.position)
    ).all()
    if (
        not rows
        and work.session.scalar(
            select(SavedList.id).where(SavedList.id == list_id, SavedList.buyer_id == work.actor.organisation)
        )
        is None
    ):
        raise NotFound("saved list", list_id)
    return put_at_least(work, {row.sku_id: row.quantity for row in rows})


@action(Permission.BUY)
def put_basket(work: Work, sku_ids: tuple[UUID, ...]) -> PutIntoCart:
    """Put the usual quantities of these SKUs into the cart; SKUs without a rhythm are passed over. Raises ``NothingToPut``."""
    usual = usual_of(work.session, work.actor, work.at)
    return put_at_least(work, {sku_id: usual[sku_id].quantity for sku_id in sku_ids if sku_id in usual})


@action(Permission.BUY)
def repeat_last_order(work: Work) -> Repeated:
    """Put the lines of the organisation's last order into the cart. Raises ``NotFound`` where there is none."""
    last = select(Order.id).where(bought_by(work.actor)).order_by(Order.placed_at.desc(), Order.id.desc()).limit(1)
    order_id = work.session.scalar(last)
    if order_id is None:
        raise NotFound("order", "last")
    return repeat_order.within(work, order_id)


def put_at_least(work: Work, wanted: Mapping[UUID, int]) -> PutIntoCart:
    """Let the cart hold at least these quantities, each rounded up to one that is sold: harmless when repeated."""
    cart_id = lock_cart(work)
    goods = filled(work.session, work.actor, wanted, work.at)
    if not goods:
        raise NothingToPut
    _put(work, cart_id, [(one.offer, one.quantity) for one in goods.values()])
    return PutIntoCart(len(goods), len(wanted) - len(goods), sum(one.is_rounded for one in goods.values()))


def _put(work: Work, cart_id: UUID, lines: list[tuple[Offer, int]]) -> None:
    """Put quantities into a locked cart; a ladder that counts a family may move the price of its other flavours."""
    put_lines(work, cart_id, lines)
    mixed = {offer.product_id for offer, _ in lines if offer.is_mixed}
    if mixed:
        reprice_family(work, cart_id, mixed)
