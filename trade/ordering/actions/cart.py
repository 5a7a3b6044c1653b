"""Filling a cart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert as upsert

from trade.kernel.actor import Permission
from trade.kernel.errors import NotAllowed, NotFound
from trade.kernel.ids import new_id
from trade.kernel.work import Work, action
from trade.ordering.models import Cart, CartLine
from trade.ordering.offers import Offer, offers_of


@dataclass(frozen=True, slots=True)
class CartChange:
    """Which line changed, and to what; 0 means it left the cart."""

    sku_id: UUID
    quantity: int


@action(Permission.BUY)
def set_cart_line(work: Work, sku_id: UUID, *, quantity: int) -> CartChange:
    """Put exactly ``quantity`` of a SKU into the actor's cart; 0 takes it out.

    Raises ``QuantityRefused`` (below the MOQ, not a multiple), ``NotForSale`` or ``NotFound``.
    """
    offer = offers_of(work.session, [sku_id], work.at).get(sku_id)
    if offer is None:
        raise NotFound("sku", sku_id)
    cart_id = _cart_id(work)
    if quantity == 0:
        work.session.execute(delete(CartLine).where(CartLine.cart_id == cart_id, CartLine.sku_id == sku_id))
    else:
        offer.require_for_sale()
        offer.require_quantity(quantity)
        _put(work, cart_id, offer, quantity)
    return CartChange(sku_id, quantity)


def _cart_id(work: Work) -> UUID:
    """Find or begin the actor's cart and lock it: a checkout and a change take turns."""
    if work.actor.person_id is None:
        raise NotAllowed(Permission.BUY)
    statement = (
        upsert(Cart)
        .values(
            id=new_id(), buyer_id=work.actor.organisation, person_id=work.actor.person_id,
            created_at=work.at,
        )
        .on_conflict_do_update(
            index_elements=["buyer_id", "person_id"], set_={"buyer_id": work.actor.organisation}
        )
        .returning(Cart.id)
    )  # fmt: skip
    return work.session.execute(statement).scalar_one()


def _put(work: Work, cart_id: UUID, offer: Offer, quantity: int) -> None:
    price = offer.price(quantity)
    values: dict[str, Any] = {
        "quantity": quantity,
        "unit_price": price.unit_price,
        "amount_minor": price.amount.minor,
        "currency": price.amount.currency,
    }
    work.session.execute(
        upsert(CartLine)
        .values(
            cart_id=cart_id, sku_id=offer.sku_id, buyer_id=work.actor.organisation,
            seller_id=offer.seller_id, added_at=work.at, **values,
        )
        .on_conflict_do_update(index_elements=["cart_id", "sku_id"], set_=values)
    )  # fmt: skip
