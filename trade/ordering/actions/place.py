"""Placing orders: the whole cart or nothing, one order a seller, paid from the wallet or on credit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy import bindparam, delete, select

from trade.catalogue.models import SKU
from trade.credit.rules import Means
from trade.kernel import prepared
from trade.kernel.actor import Permission
from trade.kernel.errors import NotAllowed, NotFound
from trade.kernel.locks import lock_key
from trade.kernel.money import Money
from trade.kernel.work import Work, action
from trade.ordering.asking import ask_for_approval
from trade.ordering.models import Cart, CartLine
from trade.ordering.offers import line_offers_statement, offer_from, offers_of, together, whose
from trade.ordering.placing import destination, place
from trade.ordering.purchases import AgreedLine, Purchase
from trade.ordering.rules import CartChanged, CartEmpty, Wish
from trade.ordering.spending import exceeded_limit, require_buyer
from trade.parties.rules import Limit


@dataclass(frozen=True, slots=True)
class Placed:
    """The orders that were made, one a seller; or the request that asks for them, where a limit was exceeded."""

    order_ids: tuple[UUID, ...]
    request_id: UUID | None = None


@action(Permission.BUY)
def place_orders(
    work: Work,
    *,
    shown: tuple[Money, ...],
    note: str = "",
    address_id: UUID | None = None,
    wishes: Mapping[UUID, Wish] | None = None,
    means: Means = Means.WALLET,
) -> Placed:
    """Order everything in the actor's cart and pay it by ``means``; above the actor's limits, ask for approval.

    ``shown`` are the totals of the check page: should prices or lines have moved since, ``CartChanged`` refuses.
    ``wishes`` are by seller; ``note`` is for every seller that has none of its own. Also raises ``CartEmpty``,
    ``NotForSale``, ``QuantityRefused``, ``NotFound`` (the address), ``BelowMinimum``, ``DayRefused``,
    ``CapacityShort`` (an agreement was used up meanwhile), ``StockShort`` (naming what is left), ``LimitExceeded`` (the wallet is short)
    and ``CreditRefused``.
    """
    buyer_id, person_id = work.actor.organisation, work.actor.person_id
    cart_id = lock_key(work.session, _CART, {"buyer_id": buyer_id, "person_id": person_id})
    lines = _priced_lines(work, cart_id) if cart_id else []
    if person_id is None or not lines:
        raise CartEmpty
    purchase = Purchase(
        lines, person_id, destination(work, address_id), _wishes(lines, note, wishes or {}), means=means
    )
    if purchase.totals != shown:
        raise CartChanged(shown[0] if shown else None, purchase.totals[0])
    limit = exceeded_limit(work, purchase.totals)
    prepared.run(work.session, _EMPTY, {"in_cart": cart_id})
    return _order(work, purchase, limit)


@action(Permission.BUY)
def place_lines(
    work: Work,
    wanted: Mapping[UUID, int],
    *,
    shown: tuple[Money, ...] | None = None,
    wish: Wish | None = None,
    address_id: UUID | None = None,
    means: Means = Means.WALLET,
) -> Placed:
    """Order these quantities (by SKU) at today's prices, whatever lies in a cart: as a checkout does, with all its rules.

    ``wish`` is for each seller. ``shown`` are the totals that were reckoned with: should they come to something else,
    ``CartChanged`` refuses. Raises what ``place_orders`` raises, and ``NotFound`` for goods that there are not.
    """
    if work.actor.person_id is None:
        raise NotAllowed(Permission.BUY)
    require_buyer(work)
    if not wanted:
        raise CartEmpty
    offers = offers_of(work.session, work.actor, list(wanted), work.at)
    for sku_id in wanted:
        if sku_id not in offers:
            raise NotFound("sku", sku_id)
    offers = together(offers, wanted)
    lines = [AgreedLine.today(offers[sku_id], quantity) for sku_id, quantity in sorted(wanted.items())]
    purchase = Purchase(
        lines,
        work.actor.person_id,
        destination(work, address_id),
        {line.offer.seller_id: wish or Wish() for line in lines},
        means=means,
    )
    if shown is not None and purchase.totals != shown:
        raise CartChanged(shown[0] if shown else None, purchase.totals[0])
    return _order(work, purchase, exceeded_limit(work, purchase.totals))


_CART: Final = select(Cart.id).where(Cart.buyer_id == bindparam("buyer_id"), Cart.person_id == bindparam("person_id"))
_EMPTY: Final = delete(CartLine).where(CartLine.cart_id == bindparam("in_cart"))
_LINES: Final = (
    line_offers_statement(CartLine.quantity).where(CartLine.cart_id == bindparam("cart_id")).order_by(SKU.id)
)


def _order(work: Work, purchase: Purchase, limit: Limit | None) -> Placed:
    """Place the orders, or ask for approval where they go beyond a limit of the actor's."""
    if limit is not None:
        return Placed((), ask_for_approval(work, purchase, limit))
    return Placed(place(work, purchase))


def _priced_lines(work: Work, cart_id: UUID) -> list[AgreedLine]:
    rows = prepared.run(work.session, _LINES, whose(work.actor, work.at) | {"cart_id": cart_id})
    return [AgreedLine.today(offer_from(row), quantity) for quantity, *row in rows]


def _wishes(lines: list[AgreedLine], note: str, wishes: Mapping[UUID, Wish]) -> dict[UUID, Wish]:
    sellers = dict.fromkeys(line.offer.seller_id for line in lines)
    own = {seller_id: wishes.get(seller_id, Wish()) for seller_id in sellers}
    return {seller_id: Wish(wish.note or note, wish.requested_on) for seller_id, wish in own.items()}
