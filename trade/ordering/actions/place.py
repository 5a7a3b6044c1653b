"""Placing orders: the whole cart or nothing, one order a seller, paid from the wallet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ARRAY, Uuid, any_, bindparam, delete, insert, select

from trade.catalogue.models import SKU
from trade.kernel import prepared
from trade.kernel.actor import Permission
from trade.kernel.ids import new_id, new_reference
from trade.kernel.locks import lock_key
from trade.kernel.money import Money, share_of
from trade.kernel.work import Work, action
from trade.ledger.actions import post
from trade.ledger.rules import Account, AccountKind, transfer
from trade.ordering.models import Cart, CartLine, Order, OrderLine
from trade.ordering.offers import Offer, amounts_by_currency, offer_from, offers_statement
from trade.ordering.rules import CartChanged, CartEmpty, OrderState
from trade.parties.models import Organisation
from trade.pricing.rules import Price
from trade.stock.actions import allocate
from trade.stock.rules import Wanted

TAX_RATE = Decimal(0)
"""The sale's tax belongs to the seller; until sellers state a rate it is nil."""


@dataclass(frozen=True, slots=True)
class Placed:
    """The orders that were made, one a seller."""

    order_ids: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class PricedLine:
    """A cart line at today's price."""

    offer: Offer
    quantity: int
    price: Price


@action(Permission.BUY)
def place_orders(work: Work, *, shown: tuple[Money, ...], note: str = "") -> Placed:
    """Order everything in the actor's cart and pay it from the wallet.

    ``shown`` are the totals of the check page: should prices or lines have moved since,
    ``CartChanged`` refuses. Also raises ``CartEmpty``, ``NotForSale``, ``QuantityRefused``,
    ``StockShort`` (naming what is left) and ``LimitExceeded`` (the wallet is short).
    """
    cart_id = _lock_cart(work)
    lines = _priced_lines(work, cart_id) if cart_id else []
    if not lines:
        raise CartEmpty
    now = amounts_by_currency([line.price.amount for line in lines])
    if now != shown:
        raise CartChanged(shown[0] if shown else None, now[0])
    parties = _parties(work, lines)
    buyer = parties[work.actor.organisation]
    orders = [
        _order_row(work, buyer, parties[seller_id], of_seller, note)
        for seller_id, of_seller in _by_seller(lines).items()
    ]
    wanted = _write(work, orders, lines)
    prepared.run(work.session, _EMPTY, {"in_cart": cart_id})
    # Shared rows come last: stock, which every buyer of a SKU waits for, then the wallet.
    allocate(work, wanted, region=buyer.region_code)
    for order in orders:
        _pay(work, order)
    return Placed(tuple(order["id"] for order in orders))


_CART: Final = select(Cart.id).where(Cart.buyer_id == bindparam("buyer_id"), Cart.person_id == bindparam("person_id"))
_EMPTY: Final = delete(CartLine).where(CartLine.cart_id == bindparam("in_cart"))


def _lock_cart(work: Work) -> UUID | None:
    return lock_key(work.session, _CART, {"buyer_id": work.actor.organisation, "person_id": work.actor.person_id})


_LINES: Final = (
    offers_statement(CartLine.quantity)
    .join(CartLine, CartLine.sku_id == SKU.id)
    .where(CartLine.cart_id == bindparam("cart_id"))
    .order_by(SKU.id)
)


def _priced_lines(work: Work, cart_id: UUID) -> list[PricedLine]:
    lines = []
    for quantity, *row in prepared.run(work.session, _LINES, {"at": work.at, "cart_id": cart_id}):
        offer = offer_from(row)
        offer.require_for_sale()
        offer.require_quantity(quantity)
        lines.append(PricedLine(offer, quantity, offer.price(quantity)))
    return lines


@dataclass(frozen=True, slots=True)
class Party:
    """Who an organisation is in law, as an order freezes it, where its business days are counted and where it lives."""

    id: UUID
    name: str
    legal_name: str
    tax_id: str
    address: str
    time_zone: str
    region_code: str | None

    @property
    def frozen(self) -> dict[str, str]:
        """What stands on the order for ever."""
        return {"name": self.name, "legal_name": self.legal_name, "tax_id": self.tax_id, "address": self.address}


_PARTIES: Final = select(
    Organisation.id,
    Organisation.name,
    Organisation.legal_name,
    Organisation.tax_id,
    Organisation.address,
    Organisation.time_zone,
    Organisation.region_code,
).where(Organisation.id == any_(bindparam("ids", type_=ARRAY(Uuid()))))


def _parties(work: Work, lines: Sequence[PricedLine]) -> dict[UUID, Party]:
    """The buyer and the sellers."""
    ids = {work.actor.organisation, *(line.offer.seller_id for line in lines)}
    rows = prepared.run(work.session, _PARTIES, {"ids": list(ids)})
    return {party.id: party for party in (Party(*row) for row in rows)}


def _by_seller(lines: Sequence[PricedLine]) -> dict[UUID, list[PricedLine]]:
    grouped: dict[UUID, list[PricedLine]] = {}
    for line in lines:
        grouped.setdefault(line.offer.seller_id, []).append(line)
    return dict(sorted(grouped.items()))


def _order_row(work: Work, buyer: Party, seller: Party, lines: list[PricedLine], note: str) -> dict[str, Any]:
    currency = lines[0].price.amount.currency
    net = Money.sum((line.price.amount for line in lines), currency)
    tax = Money.sum((share_of(line.price.amount, TAX_RATE) for line in lines), currency)
    return {
        "id": new_id(),
        "reference": new_reference("PO"),
        "buyer_id": buyer.id,
        "seller_id": seller.id,
        "placed_by": work.actor.person_id,
        "state": OrderState.PLACED,
        "currency": currency,
        "net_minor": net.minor,
        "tax_minor": tax.minor,
        "total_minor": (net + tax).minor,
        "refunded_minor": 0,
        "buyer_party": buyer.frozen,
        "seller_party": seller.frozen,
        "delivery_address": buyer.address,
        "time_zone": seller.time_zone,
        "note": note,
        "placed_at": work.at,
    }


_WRITE_ORDERS: Final = insert(Order).inline()
_WRITE_LINES: Final = insert(OrderLine).inline()


def _write(work: Work, orders: list[dict[str, Any]], lines: Sequence[PricedLine]) -> list[Wanted]:
    """Write the orders with their lines; answer what these want of the stock."""
    prepared.run(work.session, _WRITE_ORDERS, orders)
    by_seller = {order["seller_id"]: order for order in orders}
    rows: list[dict[str, Any]] = []
    for line in lines:
        order = by_seller[line.offer.seller_id]
        rows.append(_line_row(order, line, position=len(rows) + 1))
    prepared.run(work.session, _WRITE_LINES, rows)
    return [Wanted(row["id"], row["sku_id"], row["quantity"]) for row in rows]


def _line_row(order: dict[str, Any], line: PricedLine, position: int) -> dict[str, Any]:
    amount = line.price.amount
    tax = share_of(amount, TAX_RATE)
    return {
        "id": new_id(),
        "order_id": order["id"],
        "buyer_id": order["buyer_id"],
        "seller_id": order["seller_id"],
        "sku_id": line.offer.sku_id,
        "position": position,
        "sku_code": line.offer.code,
        "name": line.offer.name,
        "unit": line.offer.unit,
        "quantity": line.quantity,
        "shipped": 0,
        "cancelled": 0,
        "unit_price": line.price.unit_price,
        "net_minor": amount.minor,
        "tax_rate": TAX_RATE,
        "tax_minor": tax.minor,
        "gross_minor": (amount + tax).minor,
        "refunded_minor": 0,
        "commission_rate": line.offer.commission_rate,
        "currency": amount.currency,
        "price_trace": [_told(line.price)],
    }


def _told(price: Price) -> dict[str, Any]:
    """Keep why the price was what it was, for the buyer who asks a year later."""
    won = price.trace[0]
    return {
        "source": won.source,
        "ladder": str(won.ladder_id),
        "step": won.step_quantity,
        "unit_price": f"{won.unit_price:f}",
        "amount": won.amount.minor,
    }


def _pay(work: Work, order: dict[str, Any]) -> None:
    total = Money(order["total_minor"], order["currency"])
    if total:
        wallet = Account(AccountKind.WALLET, order["buyer_id"])
        escrow = Account(AccountKind.ESCROW, order["seller_id"])
        post(work, f"order:{order['id']}:paid", transfer(wallet, escrow, total))
    work.record(
        "ordering.order_placed",
        "order",
        order["id"],
        parties=(order["buyer_id"], order["seller_id"]),
        after={"total": total.minor, "currency": total.currency, "state": OrderState.PLACED},
    )
