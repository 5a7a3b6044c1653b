"""The commission rates of a category: each holds from an instant up to the next one's, and lines keep theirs."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime, time
from decimal import Decimal
from uuid import UUID

from trade.kernel.errors import DomainError


class RateTooLate(DomainError):
    """The day from which a rate is to hold has begun: orders have been placed on it at another one."""


class RateKnown(DomainError):
    """Another rate of the category holds from, or is proposed for, the same day."""


class OwnProposal(DomainError):
    """Whoever proposed a rate may not decide on it."""


def begins(day: date) -> datetime:
    """The instant from which a rate of ``day`` holds: midnight in UTC, as the books are kept."""
    return datetime.combine(day, time(), UTC)


def rate_content(category_id: UUID, rate: Decimal, from_at: datetime) -> bytes:
    """Hash of what the second person is shown; an approval holds for exactly this."""
    return hashlib.sha256(f"{category_id}|{rate:.6f}|{from_at.isoformat()}".encode()).digest()
