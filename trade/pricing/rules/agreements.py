"""The life of an agreement, and what it may refuse."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Final
from uuid import UUID

from trade.kernel.errors import DomainError, MoveRefused


class AgreementState(StrEnum):
    """draft → offered → accepted → ended; a draft or an offer may end without ever holding."""

    DRAFT = "draft"
    OFFERED = "offered"
    ACCEPTED = "accepted"
    ENDED = "ended"


_S = AgreementState
MOVES: Final[dict[AgreementState, frozenset[AgreementState]]] = {
    _S.DRAFT: frozenset({_S.OFFERED, _S.ENDED}),
    _S.OFFERED: frozenset({_S.ACCEPTED, _S.ENDED}),
    _S.ACCEPTED: frozenset({_S.ENDED}),
    _S.ENDED: frozenset(),
}

CAPACITY_MAX: Final = 1_000_000_000
LEVEL_MAX: Final = 20


def move(current: str, to: AgreementState) -> AgreementState:
    """Return ``to`` if an agreement may go there from ``current``; else ``MoveRefused``."""
    if to not in MOVES[AgreementState(current)]:
        raise MoveRefused("agreement", current, to)
    return to


@dataclass(frozen=True, slots=True)
class LineTerms:
    """What an agreement says of one SKU. ``capacity`` in base units; ``None`` is no cap, 0 covers nothing."""

    sku_id: UUID
    unit_price: Decimal
    capacity: int | None


class AgreementEmpty(DomainError):
    """An agreement without a line cannot be offered."""


class AgreementOver(DomainError):
    """The period of an agreement has ended; there is nothing left to offer or accept."""


@dataclass(frozen=True, slots=True)
class CapacityLeft:
    """A line that cannot cover what was asked of it, and what it can."""

    line_id: UUID
    remaining: int


class CapacityShort(DomainError):
    """Somebody else has used what an agreement had left, or it has ended meanwhile."""

    def __init__(self, lines: Sequence[CapacityLeft]) -> None:
        super().__init__(", ".join(str(line.line_id) for line in lines))
        self.lines = tuple(lines)
