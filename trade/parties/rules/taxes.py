"""Which tax goods bear: their class, and what a seller's rates of a day make of it. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Final

from trade.kernel.money import Money, tax_within


class TaxClass(StrEnum):
    """How tax offices tell goods apart. Zero-rated and exempt goods bear none, and papers say which of the two they are."""

    STANDARD = "standard"
    REDUCED = "reduced"
    ZERO = "zero"
    EXEMPT = "exempt"


RATED: Final = (TaxClass.STANDARD, TaxClass.REDUCED)
"""The classes for which a seller says a rate; the others are always nothing."""


@dataclass(frozen=True, slots=True)
class TaxRates:
    """The rates that a seller's prices hold on one day; none of a class for which it has said none until then."""

    standard: Decimal | None = None
    reduced: Decimal | None = None

    def of(self, tax_class: TaxClass) -> Decimal | None:
        """The rate of a class; none where the seller would have to say it first."""
        return {TaxClass.STANDARD: self.standard, TaxClass.REDUCED: self.reduced}.get(tax_class, Decimal(0))

    def allows(self, tax_class: TaxClass) -> bool:
        """Whether goods can be of this class: who has said no standard rate charges none, any other rate is said first."""
        return tax_class is TaxClass.STANDARD or self.of(tax_class) is not None

    def frozen(self, tax_class: TaxClass) -> tuple[TaxClass, Decimal]:
        """What a line of an order keeps. Of a class without a rate it is taxed as standard goods are, and says so."""
        found = tax_class if self.allows(tax_class) else TaxClass.STANDARD
        return found, self.of(found) or Decimal(0)

    def within(self, amounts: Iterable[tuple[TaxClass, Money]], currency: str) -> Money:
        """The tax in what is paid for goods of these classes, rounded once for each amount: a line of an order."""
        return Money.sum((tax_within(amount, self.frozen(tax_class)[1]) for tax_class, amount in amounts), currency)
