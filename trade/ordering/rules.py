"""The life of an order, on one screen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from trade.kernel.errors import DomainError, MoveRefused
from trade.kernel.money import Money
from trade.stock.rules import DELIVERY_DAYS


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


def claims_end(delivered_at: datetime, claim_hours: int | None, usual_days: int) -> datetime:
    """When the time for claims of something delivered is over; the time is half-open.

    ``claim_hours`` were frozen when it was ordered; none: the usual days. No usual days at all end every time at once.
    """
    hours = usual_days * 24 if claim_hours is None else claim_hours
    return delivered_at + timedelta(hours=hours if usual_days else 0)


def last_claims_end(
    delivered_at: datetime, claim_hours: int | None, usual_days: int, *, claims_usual: bool
) -> datetime:
    """When the last of an order's lines can be claimed no more, by what the order keeps of them."""
    ends = [claims_end(delivered_at, claim_hours, usual_days)] if claim_hours is not None else []
    return max([*ends, claims_end(delivered_at, None, usual_days)] if claims_usual else ends)


class QuantityRefused(DomainError):
    """A quantity that this SKU is not sold in. ``lower`` and ``upper`` are 0 where there is none."""

    def __init__(self, sku_id: UUID, minimum: int, multiple: int, near: tuple[int, int]) -> None:
        super().__init__(f"{sku_id}: {minimum}, {multiple}")
        self.sku_id = sku_id
        self.minimum = minimum
        self.multiple = multiple
        self.lower, self.upper = near


class Hindrance(StrEnum):
    """Why a SKU cannot be ordered now, whatever the quantity. A buyer reads it beside the line."""

    WITHDRAWN = "withdrawn"
    HELD_BACK = "held_back"
    SELLER = "seller"


def hindrance_of(
    *, is_offered: bool, has_price: bool, seller_trades: bool, is_held_back: bool = False
) -> Hindrance | None:
    """The first thing that keeps a SKU from being ordered; ``None``: nothing does. What may pass is said first."""
    if not seller_trades:
        return Hindrance.SELLER
    if is_held_back:
        return Hindrance.HELD_BACK
    return None if is_offered and has_price else Hindrance.WITHDRAWN


class NotForSale(DomainError):
    """A SKU that cannot be ordered now; its line must leave the cart, or wait."""

    def __init__(self, sku_id: UUID, name: str, hindrance: Hindrance) -> None:
        super().__init__(name)
        self.sku_id = sku_id
        self.name = name
        self.hindrance = hindrance


class HeldBack(NotForSale):
    """A SKU that must not be sold since ``since``, when an inspection of its product failed."""

    def __init__(self, sku_id: UUID, name: str, since: datetime) -> None:
        super().__init__(sku_id, name, Hindrance.HELD_BACK)
        self.since = since


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


class LotsDied(DomainError):
    """A shipment with units that will be dead when they arrive, and nothing to put in their place.

    ``can_leave`` units of the line keep long enough; ``lot`` and ``expires_on`` are of the lot that dies first.
    """

    def __init__(self, line_id: UUID, line_name: str, can_leave: int, lot: str, expires_on: date) -> None:
        super().__init__(f"{line_name}: {can_leave}")
        self.line_id = line_id
        self.line_name = line_name
        self.can_leave = can_leave
        self.lot = lot
        self.expires_on = expires_on


DAYS_AHEAD_MAX: Final = 365
"""A delivery day further ahead than this is no order but a plan."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What a buyer asks of one seller's order: a word, and the day on which it should arrive."""

    note: str = ""
    requested_on: date | None = None


def delivery_days(at: datetime, time_zone: str, lead_days: int) -> tuple[date, date]:
    """The first and last day that can be asked for, counted in the seller's ``time_zone``."""
    today = at.astimezone(ZoneInfo(time_zone)).date()
    return today + timedelta(days=lead_days), today + timedelta(days=max(lead_days, DAYS_AHEAD_MAX))


def promised_day(at: datetime, time_zone: str, lead_days: int, requested_on: date | None) -> date:
    """The day for which an order is promised: the one that was asked for, else as soon as its seller's goods can be there."""
    if requested_on is not None:
        return requested_on
    return at.astimezone(ZoneInfo(time_zone)).date() + timedelta(days=max(lead_days, DELIVERY_DAYS))


class DayRefused(DomainError):
    """A delivery day before the seller can deliver, or too far ahead. ``first`` and ``last`` are possible."""

    def __init__(self, seller_id: UUID, days: tuple[date, date]) -> None:
        super().__init__(f"{seller_id}: {days}")
        self.seller_id = seller_id
        self.first, self.last = days


class BelowMinimum(DomainError):
    """An order that comes to less than its seller asks of every order."""

    def __init__(self, seller_id: UUID, seller_name: str, minimum: Money, missing: Money) -> None:
        super().__init__(f"{seller_name}: {missing} of {minimum}")
        self.seller_id = seller_id
        self.seller_name = seller_name
        self.minimum = minimum
        self.missing = missing


class OrderBinding(DomainError):
    """An order that came of a pool: others' price counts on it, so its buyer cannot take it back; its seller can."""


def came_of_pool(price_trace: Sequence[Mapping[str, Any]]) -> bool:
    """Whether a line has the price of a pool, by its stored trace."""
    return any(step.get("source") == "pool" for step in price_trace)


class RequestState(StrEnum):
    """waiting → approved (orders are placed), declined, or withdrawn by whoever asked."""

    WAITING = "waiting"
    APPROVED = "approved"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


def decide(current: str, to: RequestState) -> RequestState:
    """Return ``to`` if a request that waits may go there; else ``MoveRefused``: it is decided once."""
    if current != RequestState.WAITING:
        raise MoveRefused("purchase_request", current, to)
    return to


class OwnRequest(DomainError):
    """Nobody approves what they asked for themselves."""


class RequesterLeft(DomainError):
    """Whoever asked has no place in the organisation any more; the request can only be declined."""


class RequestMoved(DomainError):
    """Prices, lines or terms are not what the approver was shown, so it has to be looked at again."""

    def __init__(self, now: Money) -> None:
        super().__init__(str(now))
        self.now = now


class ApproverLimited(DomainError):
    """The order goes beyond the limits of whoever wants to approve it, too."""

    def __init__(self, limit: str) -> None:
        super().__init__(limit)
        self.limit = limit
