"""The one way in which orders are made, whatever their prices come from: a cart, an approved request, a quote."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Uuid, and_, bindparam, or_, select

from trade.credit.actions import draw
from trade.credit.rules import CreditOrder, Means
from trade.kernel import prepared
from trade.kernel.errors import NotFound
from trade.kernel.money import Money
from trade.kernel.work import Work
from trade.ledger.actions import post
from trade.ledger.rules import Account, AccountKind, transfer
from trade.ordering.held_back import require_sellable
from trade.ordering.packs import short_lines
from trade.ordering.papers import order_row, tell_placed, write
from trade.ordering.purchases import Destination, Purchase
from trade.ordering.room import require_room
from trade.ordering.rules import BelowMinimum, DayRefused, Wish, delivery_days
from trade.ordering.sides import Party, sides_of
from trade.parties.models import Address, Organisation
from trade.pricing.actions import consume
from trade.stock.actions import allocate
from trade.stock.rules import DELIVERY_DAYS, StockShort


def place(work: Work, purchase: Purchase) -> tuple[UUID, ...]:
    """Make the orders, allocate their stock, pay them from the wallet or the credit line; all of it or nothing.

    Raises ``BelowMinimum``, ``DayRefused``, ``CapacityShort``, ``StockShort``, ``HeldBack``, ``LimitExceeded`` (the wallet
    is short), ``CreditRefused`` and ``NoRoom`` (a seller on trial). Whoever calls has judged prices, quantities and spending limits.
    """
    sides = require_terms(work, purchase)
    require_room(work, [sides[seller_id] for seller_id in purchase.by_seller])
    buyer = sides[work.actor.organisation]
    papers = [
        (order_row(work, buyer, sides[seller_id], purchase, lines), lines)
        for seller_id, lines in purchase.by_seller.items()
    ]
    wanted = write(work, papers, sides, _days(work, purchase, sides))
    # Shared rows come last: agreements, which the buyer's own people wait for, stock, which every buyer of a SKU
    # waits for, then the wallet or the credit line.
    consume(work, purchase.agreed)
    try:
        allocate(work, wanted, region=purchase.destination.region_code)
    except StockShort as short:
        raise StockShort(short_lines((line.offer for line in purchase.lines), short.shortages)) from short
    require_sellable(work, [line.offer.sku_id for line in purchase.lines])
    _pay(work, purchase.means, [order for order, _ in papers])
    return tuple(order["id"] for order, _ in papers)


def require_terms(work: Work, purchase: Purchase) -> dict[UUID, Party]:
    """Return the buyer and the sellers, all of whose terms the purchase keeps: order minimum, and days to deliver."""
    sides = sides_of(work, purchase.by_seller)
    for seller_id, lines in purchase.by_seller.items():
        seller, wish = sides[seller_id], purchase.wishes.get(seller_id, Wish())
        goods = Money.sum((line.amount for line in lines), lines[0].amount.currency)
        minimum = seller.order_minimum
        if goods.currency == minimum.currency and goods < minimum:
            raise BelowMinimum(seller_id, seller.name, minimum, minimum - goods)
        days = delivery_days(work.at, seller.time_zone, seller.lead_days)
        if wish.requested_on is not None and not days[0] <= wish.requested_on <= days[1]:
            raise DayRefused(seller_id, days)
    return sides


def _days(work: Work, purchase: Purchase, sides: Mapping[UUID, Party]) -> dict[UUID, date | None]:
    """When each seller delivers, where that is asked for or takes it longer than goods need: lots must last until then."""
    found: dict[UUID, date | None] = {}
    for seller_id in purchase.by_seller:
        seller, wish = sides[seller_id], purchase.wishes.get(seller_id, Wish())
        first, _ = delivery_days(work.at, seller.time_zone, seller.lead_days)
        found[seller_id] = wish.requested_on or (first if seller.lead_days > DELIVERY_DAYS else None)
    return found


_KEPT: Final = (
    select(Organisation.address, Organisation.region_code, Address.recipient, Address.lines, Address.region_code)
    .outerjoin(
        Address,
        and_(
            Address.organisation_id == Organisation.id,
            Address.archived_at.is_(None),
            or_(Address.id == bindparam("address_id", type_=Uuid()), and_(bindparam("is_usual"), Address.is_default)),
        ),
    )
    .where(Organisation.id == bindparam("organisation_id"))
)


def destination(work: Work, address_id: UUID | None) -> Destination:
    """Where the actor's organisation wants goods: at one of its kept addresses, the usual one where none is named.

    Keeps it no address, goods go to the organisation itself. ``NotFound`` for an address that it does not keep.
    """
    values = {"organisation_id": work.actor.organisation, "address_id": address_id, "is_usual": address_id is None}
    own, own_region, recipient, lines, region = prepared.run(work.session, _KEPT, values).one()
    if lines is not None:
        return Destination("\n".join(part for part in (recipient, lines) if part), region)
    if address_id is not None:
        raise NotFound("address", address_id)
    return Destination(own, own_region)


def _pay(work: Work, means: Means, orders: Sequence[dict[str, Any]]) -> None:
    if means is Means.CREDIT:
        draw(work, work.actor.organisation, [credit_order(order) for order in orders])
    for order in orders:
        total = Money(order["total_minor"], order["currency"])
        if total and means is Means.WALLET:
            wallet = Account(AccountKind.WALLET, order["buyer_id"])
            escrow = Account(AccountKind.ESCROW, order["seller_id"])
            post(work, f"order:{order['id']}:paid", transfer(wallet, escrow, total))
        tell_placed(work, order)


def credit_order(order: dict[str, Any]) -> CreditOrder:
    """An order as a credit line pays it."""
    total = Money(order["total_minor"], order["currency"])
    return CreditOrder(order["id"], order["reference"], order["seller_id"], total)
