"""What becomes of orders whose goods are held back before they left: the platform cancels those goods, or lets them go."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from trade.catalogue.models import SKU, Product
from trade.catalogue.rules import HELD_BACK
from trade.kernel.actor import Permission
from trade.kernel.errors import InvalidInput, MoveRefused
from trade.kernel.work import Work, action
from trade.ordering.actions.cancel import give_back
from trade.ordering.delivery import deliver_if_whole
from trade.ordering.held_back import waits
from trade.ordering.loading import lines_of, lock_order, party_to
from trade.ordering.models import Order, OrderLine
from trade.ordering.rules import OrderState, move


@action(Permission.ADMIT)
def cancel_held_back(work: Work, order_id: UUID, *, reason: str) -> UUID:
    """Cancel what is open of an order's goods that are held back; the buyer has that money back, and the rest goes on.

    Raises ``MoveRefused`` where nothing of it waits so any more.
    """
    order, lines, held = _waiting(work, order_id, reason)
    before = order.state
    key = f"order:{order.id}:{sum(line.cancelled for line in lines)}:held_back"  # it may come to that more than once
    give_back(work, order, held, key)
    if not any(line.open_quantity for line in lines):
        order.state = _ended(order, lines)
        if order.state == OrderState.CANCELLED:
            order.cancelled_at = work.at
        else:
            order.shipped_at = work.at
    _tell(work, order, "ordering.held_back_cancelled", before, held, reason)
    if order.state == OrderState.SHIPPED:
        deliver_if_whole(work, order)
    return order.id


@action(Permission.ADMIT)
def clear_held_back(work: Work, order_id: UUID, *, reason: str) -> UUID:
    """Let an order's goods leave although their product is held back: these were found to be good, say."""
    order, _, held = _waiting(work, order_id, reason)
    for line in held:
        line.cleared_at = work.at
    _tell(work, order, "ordering.held_back_cleared", order.state, held, reason)
    return order.id


def _waiting(work: Work, order_id: UUID, reason: str) -> tuple[Order, list[OrderLine], list[OrderLine]]:
    """The locked order with its lines, and those of them that are held back."""
    if not reason.strip():
        raise InvalidInput("reason", "required")
    order = lock_order(work, order_id, party_to(work.actor))
    lines = lines_of(work, order)
    asked = _HELD.where(SKU.id.in_([line.sku_id for line in lines]))
    since = {sku_id: at for sku_id, at in work.session.execute(asked) if at is not None}
    held = [line for line in lines if line.open_quantity and waits(line, since.get(line.sku_id))]
    if not held or order.state not in {OrderState.PLACED, OrderState.CONFIRMED, OrderState.PARTLY_SHIPPED}:
        raise MoveRefused("order", order.state, "held_back")
    return order, lines, held


_HELD = (
    select(SKU.id, Product.held_back_at).join(Product, Product.id == SKU.product_id).where(Product.state == HELD_BACK)
)


def _ended(order: Order, lines: list[OrderLine]) -> OrderState:
    if any(line.shipped for line in lines):
        return move(order.state, OrderState.SHIPPED)
    return move(order.state, OrderState.CANCELLED)


def _tell(work: Work, order: Order, verb: str, before: str, held: list[OrderLine], reason: str) -> None:
    after = {
        "state": order.state, "refunded": order.refunded_minor, "currency": order.currency, "goods": held[0].name,
        "reason": reason.strip(),
    }  # fmt: skip
    parties = (order.buyer_id, order.seller_id)
    work.record(verb, "order", order.id, parties=parties, before={"state": before}, after=after)
