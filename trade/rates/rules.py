"""Rates and limits: which there are, in what they are counted, and between which bounds."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Final
from uuid import UUID

from trade.kernel.errors import InvalidInput


class RateKind(StrEnum):
    """What a number is for."""

    CLAIM_WINDOW = "claim_window"
    CLAIM_AT_ONCE = "claim_at_once"
    CLAIM_BY_ITSELF = "claim_by_itself"
    LATE_FEE = "late_fee"
    CREDIT_CHECKER = "credit_checker"
    CREDIT_OWNER = "credit_owner"
    WRITE_OFF_CHECKER = "write_off_checker"
    WRITE_OFF_OWNER = "write_off_owner"


class Measure(StrEnum):
    """In what a number is counted; units are whole ones of whichever currency an amount is in."""

    HOURS = "hours"
    PERCENT = "percent"
    UNITS = "units"


@dataclass(frozen=True, slots=True)
class Bounds:
    """In what a rate is counted, and the least and most that it may be; ``by_category``: each category has its own."""

    measure: Measure
    least: Decimal
    most: Decimal
    by_category: bool = False


_PAID = Bounds(Measure.UNITS, Decimal(0), Decimal(100_000))
_APPROVED = Bounds(Measure.UNITS, Decimal(0), Decimal(100_000_000))
BOUNDS: Final[dict[RateKind, Bounds]] = {
    RateKind.CLAIM_WINDOW: Bounds(Measure.HOURS, Decimal(1), Decimal(24 * 90), by_category=True),
    RateKind.CLAIM_AT_ONCE: _PAID,
    RateKind.CLAIM_BY_ITSELF: _PAID,
    RateKind.LATE_FEE: Bounds(Measure.PERCENT, Decimal(0), Decimal("0.01")),
    RateKind.CREDIT_CHECKER: _APPROVED,
    RateKind.CREDIT_OWNER: _APPROVED,
    RateKind.WRITE_OFF_CHECKER: _APPROVED,
    RateKind.WRITE_OFF_OWNER: _APPROVED,
}


def require_within(kind: RateKind, value: Decimal, category_id: UUID | None) -> None:
    """Raise ``InvalidInput`` at the field that cannot be so: ``value``, or ``category`` where one is missing or too much."""
    bounds = BOUNDS[kind]
    is_whole = value == value.to_integral_value()
    if not bounds.least <= value <= bounds.most or not (is_whole or bounds.measure is Measure.PERCENT):
        raise InvalidInput("value", "rate_bounds", kind=kind.value)
    if bounds.by_category == (category_id is None):
        raise InvalidInput("category", "required")


def dated_content(kind: str, category_id: UUID | None, value: Decimal, from_at: datetime, why: str) -> bytes:
    """Hash of what the second person is shown; an approval holds for exactly this."""
    return hashlib.sha256(f"{kind}|{category_id}|{value:.6f}|{from_at.isoformat()}|{why}".encode()).digest()
