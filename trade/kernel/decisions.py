"""What waits for a second person, whichever area keeps it: the shape that each area's query fills for one inbox."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from trade.kernel.money import Money

Said = str | int | Decimal | Money


@dataclass(frozen=True, slots=True)
class Changed:
    """A fact that a decision is about. ``name`` is a key of the labels of decisions or timelines; ``before`` is ``None`` where it is new."""

    name: str
    now: Said
    before: Said | None = None

    @property
    def is_change(self) -> bool:
        """Whether it was something else before."""
        return self.before is not None and self.before != self.now


@dataclass(frozen=True, slots=True)
class Decision:
    """One case that somebody has prepared and another person decides.

    ``shown`` is the hash of its content: an approval holds for exactly this. ``about`` names the organisation it concerns;
    ``amount`` is what it moves or risks, nothing where no money is at stake (such a case is never approved in bulk).
    """

    kind: str
    id: UUID
    reference: str
    about: str
    amount: Money | None
    since: datetime
    made_by: UUID
    maker_name: str
    shown: bytes
    changes: tuple[Changed, ...] = ()


def in_turn(decision: Decision) -> tuple[datetime, int, str]:
    """Sort key of an inbox: the oldest first, of the same age the largest, then by reference."""
    return decision.since, -(decision.amount.minor if decision.amount else 0), decision.reference
