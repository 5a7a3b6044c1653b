"""What a statement comes to: lines earned, less tax, fees and reserve, plus what is given back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from typing import Final
from uuid import UUID

from trade.kernel.errors import DomainError
from trade.kernel.money import Money, share_of
from trade.settlement.rules.periods import Period


class ItemKind(StrEnum):
    """What changes a statement beside its order lines."""

    FEE = "fee"
    TAX = "tax"
    RESERVE = "reserve"
    RELEASE = "release"
    CORRECTION = "correction"
    RECOVERY = "recovery"


@dataclass(frozen=True, slots=True)
class Terms:
    """How a seller is settled. Rates are shares of one: 0.1 is ten per cent."""

    period: Period = Period.RUN
    service_tax_rate: Decimal = Decimal(0)
    reserve_rate: Decimal = Decimal(0)
    reserve_days: int = 0


USUAL: Final = Terms()
"""The terms of a seller for whom none were set."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """An item that no statement holds yet; ``amount`` is positive where the seller gets it."""

    id: UUID
    kind: ItemKind
    amount: Money


@dataclass(frozen=True, slots=True)
class Composition:
    """What goes into a statement. ``tax`` and ``reserve`` are taken off the seller and not negative."""

    taken: tuple[Waiting, ...]
    held: tuple[Waiting, ...]
    tax: Money
    reserve: Money
    net: Money

    @property
    def items(self) -> Money:
        """The sum of everything beside the lines."""
        zero = Money.zero(self.net.currency)
        return sum((item.amount for item in self.taken), zero) - self.tax - self.reserve


def compose(gross: Money, commission: Money, waiting: Sequence[Waiting], terms: Terms) -> Composition:
    """Decide what a statement holds, so that it never comes to less than nothing.

    What the seller gets comes first, then tax on the commission, then what is taken off, oldest first: each as a whole,
    where it fits; of a recovery as much as fits. What does not fit waits for a later statement. The reserve is a share of
    what the lines earned, and no more than is left.
    """
    earned = gross - commission
    given = [item for item in waiting if item.amount.minor > 0]
    left = sum((item.amount for item in given), earned)
    tax = share_of(commission, terms.service_tax_rate)
    tax = min(tax, left)
    left -= tax
    taken, held = list(given), list[Waiting]()
    for item in waiting:
        if item.amount.minor > 0:
            continue
        fits, rest = _parted(item, left)
        taken.extend(fits)
        held.extend(rest)
        left += Money.sum((one.amount for one in fits), left.currency)
    reserve = min(share_of(earned, terms.reserve_rate).minor, left.minor)
    kept = Money(reserve, left.currency)
    return Composition(tuple(taken), tuple(held), tax, kept, left - kept)


def _parted(item: Waiting, left: Money) -> tuple[list[Waiting], list[Waiting]]:
    """What of an item fits into ``left``, and what waits: all or nothing, but of a recovery as much as goes."""
    part = max(item.amount, -left)
    if item.kind is not ItemKind.RECOVERY and part != item.amount:
        part = Money.zero(left.currency)
    fits, waits = ([replace(item, amount=one)] if one else [] for one in (part, item.amount - part))
    return fits, waits


class ItemTaken(DomainError):
    """A statement holds the item already: it is corrected by a new one."""
