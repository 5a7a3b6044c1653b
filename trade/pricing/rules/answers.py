"""What goes into a price and what comes out of it: candidates, and the answer with its reasons."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from trade.kernel.errors import DomainError
from trade.kernel.money import Money
from trade.pricing.rules.ladders import Ladder


class Source(StrEnum):
    """Where a candidate price comes from; of equal amounts the earlier source wins."""

    AGREEMENT = "agreement"
    BUYER_LIST = "buyer_list"
    LEVEL_LIST = "level_list"
    REGION_LIST = "region_list"
    BASE_LIST = "base_list"


class NoPrice(DomainError):
    """Nobody quotes a price for this SKU to this buyer."""

    def __init__(self, sku_id: UUID) -> None:
        super().__init__(str(sku_id))
        self.sku_id = sku_id


@dataclass(frozen=True, slots=True)
class Candidate:
    """A price the buyer is entitled to: the row it came from, and the name of its list or agreement.

    ``remaining`` is what an agreement still covers, in base units; ``None`` is no cap, 0 is nothing.
    """

    source: Source
    rule_id: UUID
    ladder: Ladder
    name: str = ""
    remaining: int | None = None

    def __hash__(self) -> int:
        """Hash the row it came from: lists ask for prices by their candidates, two dozen at a time."""
        return hash((self.rule_id, self.remaining))

    @property
    def is_agreement(self) -> bool:
        """Whether it covers only so much."""
        return self.source is Source.AGREEMENT


@dataclass(frozen=True, slots=True)
class Segment:
    """Part of a quantity at one unit price: what becomes one line of an order."""

    quantity: int
    unit_price: Decimal
    source: Source
    rule_id: UUID
    amount: Money

    @property
    def agreement_line(self) -> UUID | None:
        """The line of an agreement that this part consumes, if any."""
        return self.rule_id if self.source is Source.AGREEMENT else None


@dataclass(frozen=True, slots=True)
class NextStep:
    """What a little more would bring: ``more`` units to ``unit_price``, and what that saves.

    ``saves`` compares the whole larger quantity at both prices; nothing where only further units get cheaper.
    """

    more: int
    quantity: int
    unit_price: Decimal
    saves: Money


@dataclass(frozen=True, slots=True)
class TracePart:
    """So many units at one unit price, from which step of the ladder, and what they come to, rounded once."""

    quantity: int
    step_quantity: int
    unit_price: Decimal
    amount: Money


@dataclass(frozen=True, slots=True)
class TraceLine:
    """One candidate as it was weighed; ``remaining`` is what an agreement covers before this purchase.

    ``quantity`` is how much this price is for: what it won, or what it would have been for. ``counted`` is what its
    ladder counted, ``amount`` what ``quantity`` comes to: the winners' amounts sum to the price. ``parts`` add up to
    both, in the order in which the units are counted; step and unit price are those of the last. None are known of
    what an order kept before parts were written down.
    """

    source: Source
    rule_id: UUID
    name: str
    quantity: int
    counted: int
    step_quantity: int
    unit_price: Decimal
    amount: Money
    won: bool
    remaining: int | None = None
    parts: tuple[TracePart, ...] = ()


@dataclass(frozen=True, slots=True)
class Price:
    """The answer: segments, the exact amount (each segment rounded once), why, and the next step."""

    quantity: int
    counted: int
    segments: tuple[Segment, ...]
    amount: Money
    ladder: Ladder
    trace: tuple[TraceLine, ...]
    next_step: NextStep | None

    @property
    def unit_price(self) -> Decimal:
        """Unit price of the first segment: what the page shows large."""
        return self.segments[0].unit_price

    @property
    def is_beyond(self) -> bool:
        """Whether agreements cover the first units, and ``ladder`` only prices what they leave."""
        first, last = self.segments[0], self.segments[-1]
        return first.agreement_line is not None and last.agreement_line is None

    @property
    def covered(self) -> int | None:
        """How many units ``ladder`` holds for at all, where it is an agreement's that has a cap."""
        rule_id = self.segments[-1].agreement_line
        return next((line.remaining for line in self.trace if line.rule_id == rule_id), None) if rule_id else None
