"""The life of an order, on one screen."""

from __future__ import annotations

from enum import StrEnum
from typing import Final
from uuid import UUID

from trade.kernel.errors import DomainError, MoveRefused
from trade.kernel.money import Money


class OrderState(StrEnum):
    """placed → confirmed → (partly) shipped → delivered → completed; cancelled before shipping."""

    PLACED = "placed"
    CONFIRMED = "confirmed"
    PARTLY_SHIPPED = "partly_shipped"
    SHIPPED = "shipped"
    DELIVERED = "delivered"
    COMPLETED = "completed"
    CANCELLED = "cancelled"


_S = OrderState
MOVES: Final[dict[OrderState, frozenset[OrderState]]] = {
    _S.PLACED: frozenset({_S.CONFIRMED, _S.CANCELLED}),
    _S.CONFIRMED: frozenset({_S.PARTLY_SHIPPED, _S.SHIPPED, _S.CANCELLED}),
    _S.PARTLY_SHIPPED: frozenset({_S.PARTLY_SHIPPED, _S.SHIPPED}),
    _S.SHIPPED: frozenset({_S.DELIVERED}),
    _S.DELIVERED: frozenset({_S.COMPLETED}),
    _S.COMPLETED: frozenset(),
    _S.CANCELLED: frozenset(),
}


def move(current: str, to: OrderState) -> OrderState:
    """Return ``to`` if an order may go there from ``current``; else ``MoveRefused``."""
    if to not in MOVES[OrderState(current)]:
        raise MoveRefused("order", current, to)
    return to


def state_after_shipping(ordered: int, shipped: int, cancelled: int) -> OrderState:
    """Where an order stands after a shipment, from its totals in base units."""
    return _S.SHIPPED if shipped + cancelled >= ordered else _S.PARTLY_SHIPPED


class QuantityRefused(DomainError):
    """A quantity that this SKU is not sold in. ``lower`` and ``upper`` are 0 where there is none."""

    def __init__(self, sku_id: UUID, minimum: int, multiple: int, near: tuple[int, int]) -> None:
        super().__init__(f"{sku_id}: {minimum}, {multiple}")
        self.sku_id = sku_id
        self.minimum = minimum
        self.multiple = multiple
        self.lower, self.upper = near


class NotForSale(DomainError):
    """A SKU that is no longer offered; its line must leave the cart."""

    def __init__(self, sku_id: UUID, name: str) -> None:
        super().__init__(name)
        self.sku_id = sku_id
        self.name = name


class CartEmpty(DomainError):
    """There is nothing to order."""


class CartChanged(DomainError):
    """The cart is not what was shown on the check page: prices or lines moved since."""

    def __init__(self, shown: Money | None, now: Money) -> None:
        super().__init__(f"{shown} {now}")
        self.shown = shown
        self.now = now


class ShipmentRefused(DomainError):
    """A shipment that holds nothing, or more than is still to ship."""

    def __init__(self, line_name: str | None = None, open_quantity: int = 0, line_id: UUID | None = None) -> None:
        super().__init__(line_name or "empty")
        self.line_id = line_id
        self.line_name = line_name
        self.open_quantity = open_quantity
