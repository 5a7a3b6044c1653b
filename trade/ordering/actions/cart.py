"""Filling a cart."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ARRAY, Uuid, any_, bindparam, delete, func, select
from sqlalchemy.dialects.postgresql import insert as upsert

from trade.catalogue.models import SKU
from trade.kernel import prepared
from trade.kernel.actor import Permission
from trade.kernel.errors import NotAllowed, NotFound
from trade.kernel.idempotency import NOT_KEPT
from trade.kernel.ids import new_id
from trade.kernel.work import Work, action
from trade.ordering.models import Cart, CartLine
from trade.ordering.offers import Offer, offers_of
from trade.ordering.queries.cart import CartRow, CartTotals, cart_row_of, cart_totals


@dataclass(frozen=True, slots=True)
class CartLeft:
    """How a change leaves the cart: the line (``None`` where it has gone) and what everything comes to."""

    row: CartRow | None
    totals: CartTotals


@dataclass(frozen=True, slots=True)
class CartChange:
    """Which line changed, and to what; 0 means it left the cart.

    ``family`` are lines of the same product that have another price now, because a step is counted together.
    ``left`` is for whoever draws the answer; a replay looks at the cart as it is by then.
    """

    sku_id: UUID
    quantity: int
    family: tuple[UUID, ...] = ()
    left: CartLeft | None = field(default=None, compare=False, metadata=NOT_KEPT)


@action(Permission.BUY)
def set_cart_line(work: Work, sku_id: UUID, *, quantity: int, moved: bool = False) -> CartChange:
    """Put exactly ``quantity`` of a SKU into the actor's cart; 0 takes it out.

    ``moved``: prices of other lines had moved where this was asked, so their kept amounts follow.

    Raises ``QuantityRefused`` (below the MOQ, not a multiple), ``NotForSale`` or ``NotFound``.
    """
    cart_id = lock_cart(work)
    offer = offers_of(work.session, work.actor, [sku_id], work.at).get(sku_id)
    if offer is None:
        raise NotFound("sku", sku_id)
    if quantity == 0:
        prepared.run(work.session, _TAKE_OUT, {"cart_id": cart_id, "sku_ids": [sku_id]})
    else:
        offer.require_for_sale()
        offer.require_quantity(quantity)
        put_lines(work, cart_id, [(offer, quantity)])
    mixed = offer.others and offer.is_mixed
    family = reprice_family(work, cart_id, [offer.product_id]) if mixed else ()
    if moved:
        _reprice(work, _lines_in(work, cart_id))
    row = cart_row_of(offer, quantity, offer.price(quantity).amount) if quantity else None
    left = CartLeft(row, cart_totals(work.session, work.actor))
    return CartChange(sku_id, quantity, tuple(sku for sku in family if sku != sku_id), left)


_TAKE_OUT: Final = delete(CartLine).where(
    CartLine.cart_id == bindparam("cart_id"), CartLine.sku_id == any_(bindparam("sku_ids", type_=ARRAY(Uuid())))
)


def take_out(work: Work, sku_ids: Collection[UUID]) -> None:
    """Take SKUs out of the actor's cart; what stays is brought to today's prices, since families count together."""
    cart_id = lock_cart(work)
    prepared.run(work.session, _TAKE_OUT, {"cart_id": cart_id, "sku_ids": list(sku_ids)})
    _reprice(work, _lines_in(work, cart_id))


def reprice_family(work: Work, cart_id: UUID, product_ids: Collection[UUID]) -> tuple[UUID, ...]:
    """Bring the lines of these products in a locked cart to today's prices; answer the SKUs whose price has moved."""
    family = select(SKU.id).where(SKU.product_id.in_(product_ids))
    statement = select(CartLine).where(CartLine.cart_id == cart_id, CartLine.sku_id.in_(family))
    return _reprice(work, list(work.session.scalars(statement.execution_options(populate_existing=True))))


def _lines_in(work: Work, cart_id: UUID) -> list[CartLine]:
    statement = select(CartLine).where(CartLine.cart_id == cart_id)
    return list(work.session.scalars(statement.execution_options(populate_existing=True)))


def _reprice(work: Work, lines: Sequence[CartLine]) -> tuple[UUID, ...]:
    """Bring the amounts kept on lines of a locked cart to today's prices; answer the SKUs that have moved.

    A line that nobody sells any more keeps its last unit price and comes to nothing.
    """
    offers = offers_of(work.session, work.actor, [line.sku_id for line in lines], work.at)
    moved = []
    for line in lines:
        offer = offers[line.sku_id]
        before = (line.unit_price, line.amount_minor, line.currency)
        if offer.is_for_sale:
            price = offer.price(line.quantity)
            line.unit_price, line.currency = price.unit_price, price.amount.currency
            line.amount_minor = price.amount.minor
        else:
            line.amount_minor = 0
        if before != (line.unit_price, line.amount_minor, line.currency):
            moved.append(line.sku_id)
    return tuple(moved)


_CART_ROW: Final = upsert(Cart)
_LOCK_CART: Final = _CART_ROW.on_conflict_do_update(
    index_elements=["buyer_id", "person_id"], set_={"changes": Cart.changes + 1}
).returning(Cart.id)


def lock_cart(work: Work) -> UUID:
    """Find or begin the actor's cart and lock it: a checkout and a change take turns."""
    if work.actor.person_id is None:
        raise NotAllowed(Permission.BUY)
    row = {
        "id": new_id(),
        "buyer_id": work.actor.organisation,
        "person_id": work.actor.person_id,
        "created_at": work.at,
    }
    cart_id: UUID = prepared.run(work.session, _LOCK_CART, row).scalar_one()
    return cart_id


_LINE_COLUMNS: Final = tuple(column.name for column in CartLine.__table__.columns)
_ROWS: Final = (
    func.unnest(*(bindparam(column.name, type_=ARRAY(column.type)) for column in CartLine.__table__.columns))
    .table_valued(*CartLine.__table__.columns)
    .render_derived()
)
_LINE_ROWS: Final = upsert(CartLine).from_select(_LINE_COLUMNS, select(_ROWS))
_PUT_LINES: Final = _LINE_ROWS.on_conflict_do_update(
    index_elements=["cart_id", "sku_id"],
    set_={name: _LINE_ROWS.excluded[name] for name in ("quantity", "unit_price", "amount_minor", "currency")},
)


def put_lines(work: Work, cart_id: UUID, lines: Sequence[tuple[Offer, int]]) -> None:
    """Put these quantities into a locked cart at today's prices: one statement."""
    rows = [_line_row(work, cart_id, offer, quantity) for offer, quantity in lines]
    columns = {name: [row[name] for row in rows] for name in _LINE_COLUMNS}
    prepared.run(work.session, _PUT_LINES, columns)


def _line_row(work: Work, cart_id: UUID, offer: Offer, quantity: int) -> dict[str, Any]:
    price = offer.price(quantity)
    return {
        "cart_id": cart_id,
        "sku_id": offer.sku_id,
        "buyer_id": work.actor.organisation,
        "seller_id": offer.seller_id,
        "quantity": quantity,
        "unit_price": price.unit_price,
        "amount_minor": price.amount.minor,
        "currency": price.amount.currency,
        "added_at": work.at,
    }
