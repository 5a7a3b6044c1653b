"""What a claim should stand at, by a plain account that knows nothing of the code."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from trade.claims.rules import Reason, Remedy


@dataclass
class Case:
    """What a claim should stand at, by nothing but what was done about it."""

    id: UUID
    order: int
    units: int
    asked: int
    wish: Remedy
    reason: Reason
    money_due: datetime
    seller_due: datetime
    state: str = "asked"
    advanced: int = 0
    borne: dict[str, int] = field(default_factory=lambda: {"seller": 0, "platform": 0, "carrier": 0})
    back: int = 0
    collected: int = 0
    carrier_paid: int = 0
    given_up: int = 0
    again: UUID | None = None
    again_due: datetime | None = None
    way_back: str = ""
    way_due: datetime | None = None

    @property
    def row(self) -> tuple[Any, ...]:
        """As the database should have it."""
        bearers = (self.borne["seller"], self.borne["platform"], self.borne["carrier"])
        return (
            self.id,
            self.state,
            self.advanced,
            *bearers,
            self.back,
            self.collected,
            self.carrier_paid,
            self.given_up,
        )

    @property
    def outstanding(self) -> int:
        """Paid, and borne by nobody yet."""
        return self.advanced - sum(self.borne.values()) - self.back

    @property
    def carrier_owes(self) -> int:
        """What a carrier that bears it has neither paid nor been let off."""
        return self.borne["carrier"] - self.carrier_paid - self.given_up

    def close(self, amount: int, bearer: str) -> None:
        """Pay first what was not paid, take back what is too much, and let somebody bear the rest."""
        self.advanced = self.advanced or amount
        self.back = self.advanced - amount
        self.borne[bearer] += amount
        self.state = "settled" if amount else "rejected"
