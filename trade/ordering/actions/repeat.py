"""Ordering again what was ordered before."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from trade.kernel.actor import Permission
from trade.kernel.errors import NotFound
from trade.kernel.work import Work, action
from trade.ordering.actions.cart import lock_cart, put_lines, reprice_family
from trade.ordering.loading import bought_by
from trade.ordering.models import CartLine, Order, OrderLine
from trade.ordering.offers import Offer, offers_of


@dataclass(frozen=True, slots=True)
class Repeated:
    """How many lines went into the cart, and the names of those that are not for sale any more."""

    put: int
    left_out: tuple[str, ...]


@action(Permission.BUY)
def repeat_order(work: Work, order_id: UUID) -> Repeated:
    """Put the lines of one of the actor's orders into their cart, at today's prices and rules.

    What lies in the cart already is never made less; a quantity that no longer fits is rounded up.
    """
    ordered = work.session.execute(
        select(OrderLine.sku_id, OrderLine.name, OrderLine.quantity)
        .join(Order, Order.id == OrderLine.order_id)
        .where(Order.id == order_id, bought_by(work.actor))
        .order_by(OrderLine.position)
    ).all()
    if not ordered:
        raise NotFound("order", order_id)
    cart_id = lock_cart(work)
    held_lines = select(CartLine.sku_id, CartLine.quantity).where(CartLine.cart_id == cart_id)
    held = {row.sku_id: row.quantity for row in work.session.execute(held_lines)}
    offers = offers_of(work.session, work.actor, [sku_id for sku_id, *_ in ordered], work.at)
    lines: list[tuple[Offer, int]] = []
    left_out: list[str] = []
    for sku_id, name, quantity in ordered:
        offer = offers[sku_id]
        wanted = offer.rule.at_least(max(quantity, held.get(sku_id, 0)))
        if offer.is_for_sale and wanted:
            lines.append((offer, wanted))
        else:
            left_out.append(name)
    if lines:
        put_lines(work, cart_id, lines)
        mixed = {offer.product_id for offer, _ in lines if offer.is_mixed}
        if mixed:
            reprice_family(work, cart_id, mixed)
    return Repeated(len(lines), tuple(left_out))
