"""What a credit line is, and why it does not pay."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from uuid import UUID

from trade.kernel.errors import DomainError, MoveRefused
from trade.kernel.money import Money


class LineState(StrEnum):
    """active ⇄ suspended, active → expired → active (by a new decision)."""

    ACTIVE = "active"
    SUSPENDED = "suspended"
    EXPIRED = "expired"


LINE_MOVES: Final[dict[LineState, frozenset[LineState]]] = {
    LineState.ACTIVE: frozenset({LineState.SUSPENDED, LineState.EXPIRED}),
    LineState.SUSPENDED: frozenset({LineState.ACTIVE}),
    LineState.EXPIRED: frozenset({LineState.ACTIVE}),
}


def move_line(current: str, to: LineState) -> LineState:
    """Answer ``to``, or raise ``MoveRefused``."""
    if to not in LINE_MOVES[LineState(current)]:
        raise MoveRefused("credit_line", current, to)
    return to


class Fault(StrEnum):
    """Why a line does not pay."""

    NO_LINE = "no_line"
    SUSPENDED = "suspended"
    EXPIRED = "expired"
    OVERDUE = "overdue"
    SHORT = "short"


class CreditRefused(DomainError):
    """The line does not pay this. ``available`` is what it could pay, ``wanted`` what was asked of it."""

    def __init__(self, fault: Fault, wanted: Money, available: Money) -> None:
        super().__init__(f"{fault}: {wanted} of {available}")
        self.fault = fault
        self.wanted = wanted
        self.available = available


class NothingOwed(DomainError):
    """Nothing is open: whatever was to be paid stays in the wallet."""


@dataclass(frozen=True, slots=True)
class CreditOrder:
    """An order that a line pays: what its invoice says of it."""

    order_id: UUID
    reference: str
    seller_id: UUID
    total: Money


@dataclass(frozen=True, slots=True)
class TakenOff:
    """What of a refund pays for the order still: what was ``owed`` of its invoice, and what was ``given_up`` of it before."""

    owed: Money
    given_up: Money


@dataclass(frozen=True, slots=True)
class Capture:
    """An order that a reservation pays: ``reserved`` falls, of which ``order.total`` (never more) becomes use.

    Without an order nothing came of it, and all that was reserved is free again.
    """

    buyer_id: UUID
    order: CreditOrder | None
    reserved: Money
