"""What a pack may be made up of, and how many packs its parts are good for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from uuid import UUID

from trade.kernel.errors import DomainError

PARTS_MAX: Final = 20
PART_MAX: Final = 1_000
"""So many base units of one SKU are in a pack at the most."""


@dataclass(frozen=True, slots=True)
class Part:
    """So many base units of a SKU in one pack."""

    sku_id: UUID
    quantity: int


class PartsFault(StrEnum):
    """Why a pack cannot be made up so."""

    NONE = "none"
    TOO_MANY = "too_many"
    QUANTITY = "quantity"
    TWICE = "twice"
    UNKNOWN = "unknown"
    NESTED = "nested"


class PartsRefused(DomainError):
    """A pack cannot be made up so. ``number`` counts its parts from 1; 0 where no single one is wrong."""

    def __init__(self, fault: PartsFault, number: int = 0) -> None:
        super().__init__(f"{fault} at {number}")
        self.fault = fault
        self.number = number


def check_parts(parts: Sequence[Part]) -> None:
    """Raise ``PartsRefused`` for the first thing that is wrong with the parts themselves."""
    if not parts:
        raise PartsRefused(PartsFault.NONE)
    if len(parts) > PARTS_MAX:
        raise PartsRefused(PartsFault.TOO_MANY)
    seen: set[UUID] = set()
    for number, part in enumerate(parts, 1):
        if not 1 <= part.quantity <= PART_MAX:
            raise PartsRefused(PartsFault.QUANTITY, number)
        if part.sku_id in seen:
            raise PartsRefused(PartsFault.TWICE, number)
        seen.add(part.sku_id)


def packs_from(parts: Iterable[tuple[int, int]]) -> int:
    """How many packs can be made up of parts, each as (units available, units in one pack): the least of them."""
    return min((max(0, available) // quantity for available, quantity in parts), default=0)
