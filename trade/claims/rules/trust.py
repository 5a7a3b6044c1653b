"""Whether a claim is paid before anybody has looked at it: small, of a kind that is seen at once, by a buyer with a good record."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from trade.claims.rules.life import ClaimTerms, Reason
from trade.kernel.money import Money, exponent_of

TRUSTED_ORDERS: Final = 3
"""So many orders must have been delivered to a buyer before its claims are paid unseen."""
REJECTED_MOST: Final = 1
CLAIMS_MOST: Final = 4
SHARE_MOST: Final = 3
"""More than one claim in so many delivered orders is looked at by a person."""
AT_ONCE: Final = frozenset({Reason.DAMAGED, Reason.MISSING, Reason.WRONG, Reason.EXPIRED})


@dataclass(frozen=True, slots=True)
class Record:
    """What the platform knows of a buyer: orders delivered ever; claims, and rejected ones, of the last 90 days; what is owed back.

    ``neighbours``: other organisations that claimed in these days and share an address, a phone number or a person with it. ``devices``:
    such that sign in from a device that it signs in from. ``repeated``: whether a photo of the claim belongs to another claim as well. ``late``: whether it is a late claim.
    """

    delivered: int = 0
    claims: int = 0
    rejected: int = 0
    owes: bool = False
    neighbours: int = 0
    devices: int = 0
    repeated: bool = False
    late: bool = False


class Doubt(StrEnum):
    """Why a person looks at a claim first. A doubt refuses nothing."""

    NEW = "new"
    OFTEN = "often"
    REJECTED = "rejected"
    OWES = "owes"
    RING = "ring"
    DEVICE = "device"
    PHOTO = "photo"
    LARGE = "large"
    KIND = "kind"
    LATE = "late"


def doubts_of(record: Record, amount: Money, reason: Reason, terms: ClaimTerms) -> tuple[Doubt, ...]:
    """Every reason why a claim is not paid unseen; none where it is."""
    at_once = terms.at_once * 10 ** exponent_of(amount.currency)
    found = {
        Doubt.NEW: record.delivered < TRUSTED_ORDERS,
        Doubt.OFTEN: record.claims > CLAIMS_MOST or record.claims * SHARE_MOST > max(record.delivered, SHARE_MOST),
        Doubt.REJECTED: record.rejected > REJECTED_MOST,
        Doubt.OWES: record.owes,
        Doubt.RING: record.neighbours > 0,
        Doubt.DEVICE: record.devices > 0,
        Doubt.PHOTO: record.repeated,
        Doubt.LARGE: amount.minor > at_once,
        Doubt.KIND: reason not in AT_ONCE,
        Doubt.LATE: record.late,
    }
    return tuple(doubt for doubt, is_so in found.items() if is_so)


def pays_at_once(doubts: tuple[Doubt, ...]) -> bool:
    """Whether the claim is paid without anybody having looked at it."""
    return not doubts
