"""The life of an inquiry, and what a quote holds its seller to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from trade.kernel.errors import DomainError, MoveRefused

LINES_MAX: Final = 100
WISH_MAX: Final = 1000
MESSAGE_MAX: Final = 1000
REMINDED_BEFORE: Final = timedelta(days=2)
"""So long before its end the buyer is reminded of a quote,"""
WORTH_REMINDING: Final = timedelta(days=4)
"""if it held for at least so long."""
OPEN_AT_MOST: Final = timedelta(days=365)
"""A quote that holds longer than this is an agreement."""


class InquiryState(StrEnum):
    """open → quoted (as often as the seller likes) → accepted; declined by the seller, withdrawn by the buyer."""

    OPEN = "open"
    QUOTED = "quoted"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


_S = InquiryState
MOVES: Final[dict[InquiryState, frozenset[InquiryState]]] = {
    _S.OPEN: frozenset({_S.QUOTED, _S.DECLINED, _S.WITHDRAWN}),
    _S.QUOTED: frozenset({_S.QUOTED, _S.ACCEPTED, _S.DECLINED, _S.WITHDRAWN}),
    _S.ACCEPTED: frozenset(),
    _S.DECLINED: frozenset(),
    _S.WITHDRAWN: frozenset(),
}


def move(current: str, to: InquiryState) -> InquiryState:
    """Return ``to`` if an inquiry may go there from ``current``; else ``MoveRefused``."""
    if to not in MOVES[InquiryState(current)]:
        raise MoveRefused("inquiry", current, to)
    return to


def expiry_of(last_day: date, time_zone: str) -> datetime:
    """The first instant at which a quote that holds up to ``last_day``, that day included, holds no more."""
    after = datetime.combine(last_day + timedelta(days=1), time(), ZoneInfo(time_zone))
    return after.astimezone(UTC)


def has_expired(expires_at: datetime, at: datetime) -> bool:
    """Whether a quote holds no more: it does up to, and not at, the instant of its expiry."""
    return at >= expires_at


@dataclass(frozen=True, slots=True)
class QuotedRange:
    """Which quantities a quote's price holds for: from its minimum to what was quoted, in its own multiple.

    The SKU's own minimum and multiple say nothing here.
    """

    minimum: int
    multiple: int
    most: int

    @property
    def is_sound(self) -> bool:
        """Whether at least the quoted quantity itself can be ordered."""
        return 0 < self.minimum <= self.most and self.multiple > 0 and self.most % self.multiple == 0

    def admits(self, quantity: int) -> bool:
        """Whether ``quantity`` may be ordered at the quoted price."""
        return self.minimum <= quantity <= self.most and quantity % self.multiple == 0


class QuoteExpired(DomainError):
    """The quote holds no more; the seller can quote again."""

    def __init__(self, expired_at: datetime) -> None:
        super().__init__(str(expired_at))
        self.expired_at = expired_at


class QuoteReplaced(DomainError):
    """The seller has quoted anew since the page was shown."""


class QuantityNotQuoted(DomainError):
    """A quantity that the quote's price does not hold for."""

    def __init__(self, line_id: UUID, admitted: QuotedRange) -> None:
        super().__init__(f"{line_id}: {admitted}")
        self.line_id = line_id
        self.minimum, self.multiple, self.most = admitted.minimum, admitted.multiple, admitted.most


class AcceptanceWaits(DomainError):
    """Whoever asked for approval of a quote cannot give it as well."""


class SellerSuspended(DomainError):
    """The seller does not trade now."""
