"""The life of a claim, its clocks and its terms."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final, Protocol

from trade.kernel.errors import DomainError, MoveRefused
from trade.ordering.rules import claims_end


class ClaimState(StrEnum):
    """asked → (disputed or unanswered by the seller) → settled or rejected; or withdrawn by its buyer before money moved.

    replacing: the goods are on their way again. They arrive and it is settled; or they don't, and it is asked again.
    returning: the buyer sends them back. They arrive and the seller bears it; or not all of them do, and the platform decides.
    """

    ASKED = "asked"
    DISPUTED = "disputed"
    UNANSWERED = "unanswered"
    REPLACING = "replacing"
    RETURNING = "returning"
    SETTLED = "settled"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


class Outcome(StrEnum):
    """Who bears what a claim came to."""

    SELLER = "seller"
    PLATFORM = "platform"
    CARRIER = "carrier"


class Remedy(StrEnum):
    """What a buyer wishes for goods that are wrong: money, the same goods again, or money and to send these back."""

    MONEY = "money"
    REPLACEMENT = "replacement"
    RETURN = "return"


class Reason(StrEnum):
    """What is wrong with delivered goods."""

    DAMAGED = "damaged"
    MISSING = "missing"
    WRONG = "wrong"
    EXPIRED = "expired"
    QUALITY = "quality"


_S = ClaimState
OPEN: Final = (_S.ASKED, _S.DISPUTED, _S.UNANSWERED, _S.RETURNING)
"""The states in which it may still be decided, and in which the clock of the money runs."""

_ENDS: Final = frozenset({_S.SETTLED, _S.REJECTED, _S.WITHDRAWN})
MOVES: Final[dict[ClaimState, frozenset[ClaimState]]] = {
    _S.ASKED: frozenset({_S.DISPUTED, _S.UNANSWERED, _S.REPLACING, _S.RETURNING}) | _ENDS,
    _S.DISPUTED: frozenset({_S.REPLACING, _S.RETURNING}) | _ENDS,
    _S.UNANSWERED: frozenset({_S.DISPUTED, _S.REPLACING, _S.RETURNING}) | _ENDS,
    _S.RETURNING: frozenset({_S.DISPUTED}) | _ENDS,
    _S.REPLACING: frozenset({_S.ASKED, _S.SETTLED}),
    _S.SETTLED: frozenset(),
    _S.REJECTED: frozenset(),
    _S.WITHDRAWN: frozenset(),
}


def move(current: str, to: ClaimState) -> ClaimState:
    """Return ``to`` if a claim may go there from ``current``; else ``MoveRefused``."""
    if to not in MOVES[ClaimState(current)]:
        raise MoveRefused("claim", current, to)
    return to


@dataclass(frozen=True, slots=True)
class ClaimTerms:
    """On which terms claims are made. Amounts are in whole units of the order's currency.

    ``at_once``: up to this a trusted buyer is paid at once. ``by_itself``: up to this the clock pays when nobody has decided.
    ``late_days``: so long after delivery a fault can be claimed that could not be seen before; 0 is never.
    """

    window_days: int = 7
    seller_days: int = 3
    at_once: int = 100
    by_itself: int = 500
    late_days: int = 60


class _Settings(Protocol):
    @property
    def claim_window_days(self) -> int: ...
    @property
    def claim_seller_days(self) -> int: ...
    @property
    def claim_at_once(self) -> int: ...
    @property
    def claim_by_itself(self) -> int: ...
    @property
    def claim_late_days(self) -> int: ...


def terms_from(settings: _Settings) -> ClaimTerms:
    """The terms that the settings of a process say."""
    return ClaimTerms(
        settings.claim_window_days, settings.claim_seller_days, settings.claim_at_once, settings.claim_by_itself,
        settings.claim_late_days,
    )  # fmt: skip


MONEY_WITHIN: Final = timedelta(hours=24)
"""A first answer, and money, within this after a claim was made; nights and holidays count."""


def money_due(asked_at: datetime) -> datetime:
    """When both clocks run out."""
    return asked_at + MONEY_WITHIN


def seller_due(asked_at: datetime, terms: ClaimTerms) -> datetime:
    """Until when the seller may answer before the platform decides without it."""
    return asked_at + timedelta(days=terms.seller_days)


REPLACE_WITHIN: Final = timedelta(days=3)
"""A replacement leaves within this, or the claim is about money again."""


class NotReplaced(StrEnum):
    """Why the goods of a claim are not sent again."""

    PAID = "paid"
    TRIED = "tried"
    MONEY = "money"


class ReplacementRefused(DomainError):
    """The goods of a claim cannot be sent again, for ``reason``."""

    def __init__(self, reason: NotReplaced) -> None:
        super().__init__(reason)
        self.reason = reason


def require_replaceable(*, is_paid: bool, is_tried: bool, wish: Remedy, by_seller: bool) -> None:
    """Raise ``ReplacementRefused`` where money was paid, where it was tried before, or where a seller would rather than the buyer.

    A claim ends in money or in goods, never in both.
    """
    if is_paid:
        raise ReplacementRefused(NotReplaced.PAID)
    if is_tried:
        raise ReplacementRefused(NotReplaced.TRIED)
    if by_seller and wish is not Remedy.REPLACEMENT:
        raise ReplacementRefused(NotReplaced.MONEY)


class WindowClosed(DomainError):
    """The time for claims is over; ``until`` says since when."""

    def __init__(self, until: datetime) -> None:
        super().__init__(until.isoformat())
        self.until = until


def require_window(delivered_at: datetime, at: datetime, claim_hours: int | None, terms: ClaimTerms) -> None:
    """Raise ``WindowClosed`` once the time after delivery has passed: a line's own hours, or the usual days; it is half-open."""
    until = claims_end(delivered_at, claim_hours, terms.window_days)
    if at >= until:
        raise WindowClosed(until)


def late_end(delivered_at: datetime, claim_hours: int | None, terms: ClaimTerms) -> datetime | None:
    """Until when a hidden fault of a line can be claimed after its order completed; none where it cannot.

    Goods whose own time for claims is shorter than the usual don't keep: weeks later nobody can tell how they arrived.
    """
    usual = terms.window_days * 24
    if not terms.late_days or (claim_hours is not None and claim_hours < usual):
        return None
    return delivered_at + timedelta(days=terms.late_days)


def require_late(
    delivered_at: datetime, at: datetime, claim_hours: int | None, reason: Reason, terms: ClaimTerms
) -> None:
    """Raise ``WindowClosed`` unless a line of a completed order can still be claimed: for a hidden fault, within its days."""
    until = late_end(delivered_at, claim_hours, terms)
    if until is None or reason is not Reason.QUALITY:
        raise WindowClosed(claims_end(delivered_at, claim_hours, terms.window_days))
    if at >= until:
        raise WindowClosed(until)
