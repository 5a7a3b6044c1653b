"""What a cart holds and comes to. The number of statements does not grow with its lines."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ARRAY, Uuid, any_, bindparam, func, select
from sqlalchemy.orm import Session

from trade.catalogue.models import SKU
from trade.kernel import prepared
from trade.kernel.actor import Actor
from trade.kernel.money import Money
from trade.ordering.models import Cart, CartLine
from trade.ordering.offers import CART_ID, IS_MINE, Offer, amounts_by_currency, line_offers_statement, offer_from, whose
from trade.ordering.packs import beside
from trade.parties.models import Organisation
from trade.parties.rules import TaxClass
from trade.pricing.meter import LadderMeter, meter_of_price
from trade.pricing.rules import Price


@dataclass(frozen=True, slots=True)
class CartRow:
    """A line of the cart at today's price.

    ``price`` and ``meter`` are empty where the SKU is no longer for sale; ``is_short`` when less
    is available than the line asks for; ``quantity_fits`` when MOQ and multiple still admit it.
    """

    offer: Offer
    quantity: int
    price: Price | None
    meter: LadderMeter | None
    kept_amount: Money

    @property
    def amount(self) -> Money:
        """What the line costs today; nothing where it cannot be ordered."""
        return self.price.amount if self.price else Money.zero(self.kept_amount.currency)

    @property
    def taxed(self) -> Sequence[tuple[TaxClass, Money]]:
        """What the line would be on an order, for its tax: what its segments cost, each of which becomes a line there."""
        return [(self.offer.tax_class, segment.amount) for segment in self.price.segments] if self.price else []

    @property
    def has_moved(self) -> bool:
        """Whether the line comes to something else than when it was last touched."""
        return self.amount != self.kept_amount

    @property
    def takeable(self) -> int:
        """The largest quantity that could be ordered of what is left; 0 for nothing."""
        return self.offer.rule.below(self.offer.available + 1)

    @property
    def is_short(self) -> bool:
        """Whether less is available than the line asks for."""
        return self.offer.available < self.quantity

    @property
    def quantity_fits(self) -> bool:
        """Whether the SKU is still sold in this quantity."""
        return self.offer.rule.admits(self.quantity)

    @property
    def can_order(self) -> bool:
        """Whether the line would be accepted now."""
        return self.price is not None and not self.is_short and self.quantity_fits


@dataclass(frozen=True, slots=True)
class SellerTotal:
    """What one seller's part of the cart comes to."""

    seller_id: UUID
    seller_name: str
    amount: Money
    lines: int
    on_trial: bool = False


@dataclass(frozen=True, slots=True)
class CartTotals:
    """Totals by seller and, over all, by currency.

    ``changes`` is the count of changes of the cart that they were read at, where that is known and anything is in it.
    """

    sellers: tuple[SellerTotal, ...]
    totals: tuple[Money, ...]
    lines: int
    changes: int | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class CartView:
    """The whole cart at today's prices, lines in the order of seller and arrival."""

    rows: Sequence[CartRow]
    totals: CartTotals

    @property
    def has_moved(self) -> bool:
        """Whether any line comes to something else than when it was last touched."""
        return any(row.has_moved for row in self.rows)

    @property
    def can_order(self) -> bool:
        """Whether every line would be accepted now."""
        return bool(self.rows) and all(row.can_order for row in self.rows)


def cart_view(session: Session, actor: Actor, at: datetime) -> CartView:
    """The cart priced afresh: one statement for any number of lines."""
    rows = [_cart_row(row) for row in prepared.run(session, _CART, whose(actor, at))]
    offers = beside([row.offer for row in rows], {row.offer.sku_id: row.quantity for row in rows})
    rows = [replace(row, offer=offers[row.offer.sku_id]) for row in rows]
    return CartView(rows, _totals_of(rows))


def cart_row(session: Session, actor: Actor, sku_id: UUID, at: datetime) -> CartRow | None:
    """One line of the cart, or ``None`` when it is not in there."""
    row = prepared.run(session, _LINE, whose(actor, at) | {"sku_id": sku_id}).one_or_none()
    return _cart_row(row) if row else None


def cart_rows(session: Session, actor: Actor, sku_ids: Collection[UUID], at: datetime) -> dict[UUID, CartRow]:
    """Some lines of the cart, by SKU, in one statement; what is not in there is left out."""
    values = whose(actor, at) | {"sku_ids": list(sku_ids)}
    rows = [_cart_row(row) for row in prepared.run(session, _SOME, values)]
    return {row.offer.sku_id: row for row in rows}


def cart_totals(session: Session, actor: Actor) -> CartTotals:
    """Totals from the amounts kept on the lines: one statement, two rows for two sellers."""
    rows = prepared.run(session, _TOTALS, _mine(actor)).all()
    sellers = tuple(
        SellerTotal(seller_id, name, Money(int(minor), currency), lines)
        for seller_id, name, currency, minor, lines, _changes in rows
    )
    return replace(_sum_up(sellers), changes=rows[0].changes if rows else None)


def cart_count(session: Session, actor: Actor) -> int:
    """How many lines the cart holds: the number on the phone's bottom bar."""
    values = {"buyer_id": actor.organisation_id, "person_id": actor.person_id}
    count: int = prepared.run(session, _COUNT, values).scalar_one()
    return count


_LINES: Final = line_offers_statement(CartLine.quantity, CartLine.amount_minor, CartLine.currency).where(
    CartLine.cart_id == CART_ID
)
_CART: Final = _LINES.order_by(Organisation.name, CartLine.added_at, SKU.id)
_LINE: Final = _LINES.where(CartLine.sku_id == bindparam("sku_id"))
_SOME: Final = _LINES.where(CartLine.sku_id == any_(bindparam("sku_ids", type_=ARRAY(Uuid()))))
_COUNT: Final = select(func.count()).select_from(CartLine).join(Cart, Cart.id == CartLine.cart_id).where(IS_MINE)
_TOTALS: Final = (
    select(
        CartLine.seller_id,
        Organisation.name,
        CartLine.currency,
        func.sum(CartLine.amount_minor),
        func.count(),
        Cart.changes,
    )
    .join(Cart, Cart.id == CartLine.cart_id)
    .join(Organisation, Organisation.id == CartLine.seller_id)
    .where(IS_MINE)
    .group_by(CartLine.seller_id, Organisation.name, CartLine.currency, Cart.changes)
    .order_by(Organisation.name)
)


def _mine(actor: Actor) -> dict[str, Any]:
    return {"buyer_id": actor.organisation, "person_id": actor.person_id}


def cart_row_of(offer: Offer, quantity: int, kept_amount: Money) -> CartRow:
    """A line of the cart, of an offer that was read already."""
    price = offer.price(quantity) if offer.is_for_sale else None
    meter = meter_of_price(price, price.counted, offer.unit, price.next_step) if price else None
    return CartRow(offer, quantity, price, meter, kept_amount)


def _cart_row(row: Any) -> CartRow:
    quantity, minor, currency, *columns = row
    return cart_row_of(offer_from(columns), quantity, Money(minor, currency))


def _totals_of(rows: Sequence[CartRow]) -> CartTotals:
    by_seller: dict[UUID, list[CartRow]] = {}
    for row in rows:
        by_seller.setdefault(row.offer.seller_id, []).append(row)
    sellers = tuple(
        SellerTotal(
            seller_id,
            own[0].offer.seller_name,
            Money.sum((row.amount for row in own), own[0].kept_amount.currency),
            len(own),
            own[0].offer.seller_on_trial,
        )
        for seller_id, own in by_seller.items()
    )
    return _sum_up(sellers)


def _sum_up(sellers: tuple[SellerTotal, ...]) -> CartTotals:
    totals = amounts_by_currency([seller.amount for seller in sellers])
    return CartTotals(sellers, totals, sum(seller.lines for seller in sellers))
