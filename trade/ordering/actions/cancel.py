"""Taking back: a whole order before shipping, or what the seller cannot ship."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from trade.kernel.actor import Permission
from trade.kernel.errors import MoveRefused, NotAllowed
from trade.kernel.money import Money, split
from trade.kernel.work import Work, action
from trade.ledger.actions import post
from trade.ledger.rules import Account, AccountKind
from trade.ordering.delivery import deliver_if_whole
from trade.ordering.giving_back import to_buyer
from trade.ordering.loading import lines_of, lock_order, party_to, sold_by
from trade.ordering.models import Order, OrderLine
from trade.ordering.packs import on_shelf
from trade.ordering.rules import OrderBinding, OrderState, ShipmentRefused, came_of_pool, move
from trade.pricing import actions as pricing
from trade.stock.actions import release

_NOT_LEFT: Final = (OrderState.PLACED, OrderState.CONFIRMED)


@action()
def cancel_order(work: Work, order_id: UUID, *, reason: str) -> UUID:
    """Cancel an order that has not been shipped, as its buyer or its seller; the money goes back.

    Raises ``MoveRefused``, and ``OrderBinding`` for the buyer of one that came of a pool.
    """
    order = lock_order(work, order_id, party_to(work.actor))
    _require_side(work, order)
    is_buyer, can_end = order.buyer_id == work.actor.organisation_id, order.state in _NOT_LEFT
    if is_buyer and can_end and any(came_of_pool(line.price_trace) for line in lines_of(work, order)):
        raise OrderBinding
    call_off(work, order, reason)
    return order.id


def call_off(work: Work, order: Order, reason: str) -> None:
    """Cancel a locked order that has not been shipped; the money goes back. Whoever calls may do so."""
    before, lines = order.state, lines_of(work, order)
    order.state = move(order.state, OrderState.CANCELLED)
    order.cancelled_at = work.at
    give_back(work, order, lines, f"order:{order.id}:cancelled")
    _tell(work, order, "ordering.order_cancelled", before, reason)


@action(Permission.FULFIL)
def close_short(work: Work, order_id: UUID, *, reason: str) -> UUID:
    """Give up what is still to ship of a partly shipped order; the buyer is refunded for it."""
    order = lock_order(work, order_id, sold_by(work.actor))
    if order.state != OrderState.PARTLY_SHIPPED:
        raise MoveRefused("order", order.state, OrderState.SHIPPED)
    lines = [line for line in lines_of(work, order) if line.open_quantity]
    if not lines:
        raise ShipmentRefused
    before = order.state
    order.state = move(order.state, OrderState.SHIPPED)
    order.shipped_at = work.at
    give_back(work, order, lines, f"order:{order.id}:short")
    _tell(work, order, "ordering.order_closed_short", before, reason)
    deliver_if_whole(work, order)
    return order.id


def _require_side(work: Work, order: Order) -> None:
    """A buyer's member needs the right to buy, a seller's the right to fulfil orders."""
    needed = (
        Permission.BUY
        if order.buyer_id == work.actor.organisation_id
        else Permission.FULFIL
        if order.seller_id == work.actor.organisation_id
        else Permission.ADMIT
    )
    if not work.actor.may(needed):
        raise NotAllowed(needed)


def give_back(work: Work, order: Order, lines: list[OrderLine], source_key: str) -> None:
    """Release agreements and stock, and return the money of everything still open on ``lines``."""
    agreed: dict[UUID, int] = {}
    for line in lines:
        if line.agreement_line_id is not None and line.open_quantity:
            agreed[line.agreement_line_id] = agreed.get(line.agreement_line_id, 0) + line.open_quantity
    unwanted = on_shelf(work, [(line, line.open_quantity) for line in lines])
    refund = Money.sum((_refund_of(line) for line in lines), order.currency)
    pricing.release(work, agreed)
    release(work, unwanted)
    order.refunded_minor += refund.minor
    if refund:
        escrow = Account(AccountKind.ESCROW, order.seller_id)
        post(work, source_key, to_buyer(work, order, refund, source_key, escrow))
        work.later("issue_papers", order_id=str(order.id))


def _refund_of(line: OrderLine) -> Money:
    """Cancel what is open of a line; the shipped and the refunded part sum to what was paid."""
    open_quantity = line.open_quantity
    gross = Money(line.gross_minor - line.refunded_minor, line.currency)
    _, refund = split(gross, [line.shipped, open_quantity])
    line.cancelled += open_quantity
    line.refunded_minor += refund.minor
    return refund


def _tell(work: Work, order: Order, verb: str, before: str, reason: str) -> None:
    work.record(
        verb,
        "order",
        order.id,
        parties=(order.buyer_id, order.seller_id),
        before={"state": before},
        after={"state": order.state, "refunded": order.refunded_minor, "reason": reason},
    )
