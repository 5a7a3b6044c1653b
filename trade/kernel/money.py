"""Amounts that can be owed, paid or posted: whole minor units of one currency, never a float."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

EXPONENTS: Final[dict[str, int]] = {
    "CNY": 2,
    "GBP": 2,
    "EUR": 2,
    "USD": 2,
    "HKD": 2,
    "JPY": 0,
    "KRW": 0,
    "VND": 0,
    "KWD": 3,
    "BHD": 3,
}
"""Digits after the point per ISO 4217 currency; a currency that is not here is not traded."""


class CurrencyMismatch(ValueError):
    """Two amounts of different currencies met in one sum or comparison."""


def exponent_of(currency: str) -> int:
    """Return how many minor digits ``currency`` has; ``ValueError`` for one that is not traded."""
    try:
        return EXPONENTS[currency]
    except KeyError:
        raise ValueError(f"unknown currency {currency!r}") from None


@dataclass(frozen=True, slots=True, order=False)
class Money:
    """An amount in whole minor units (fen, pence, yen) of ``currency``."""

    minor: int
    currency: str

    @classmethod
    def zero(cls, currency: str) -> Money:
        """Return nothing, in ``currency``."""
        return cls(0, currency)

    @classmethod
    def sum(cls, amounts: Iterable[Money], currency: str) -> Money:
        """Add ``amounts``, all of which must be in ``currency``."""
        total = cls(0, currency)
        for amount in amounts:
            total += amount
        return total

    @property
    def decimal(self) -> Decimal:
        """The amount in major units, exactly: 1240 fen is ``Decimal('12.40')``."""
        return Decimal(self.minor).scaleb(-exponent_of(self.currency))

    def __add__(self, other: Money) -> Money:
        return Money(self.minor + self._same(other), self.currency)

    def __sub__(self, other: Money) -> Money:
        return Money(self.minor - self._same(other), self.currency)

    def __neg__(self) -> Money:
        return Money(-self.minor, self.currency)

    def __lt__(self, other: Money) -> bool:
        return self.minor < self._same(other)

    def __le__(self, other: Money) -> bool:
        return self.minor <= self._same(other)

    def __bool__(self) -> bool:
        return self.minor != 0

    def _same(self, other: Money) -> int:
        if other.currency != self.currency:
            raise CurrencyMismatch(f"{self.currency} met {other.currency}")
        return other.minor


def to_minor(amount: Decimal, currency: str) -> int:
    """Round ``amount`` in major units half up, away from zero, to whole minor units."""
    scaled = amount.scaleb(exponent_of(currency))
    return int(scaled.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def line_total(unit_price: Decimal, quantity: int, currency: str) -> Money:
    """Return what ``quantity`` units cost: the one place where a unit price becomes money.

    Rounds half up once, on the whole line, so ten lines of 0.125 never lose a coin ten times.
    """
    return Money(to_minor(unit_price * quantity, currency), currency)


def share_of(amount: Money, rate: Decimal) -> Money:
    """Return ``rate`` (0.05 is five per cent) of ``amount``, rounded half up once."""
    minor = (Decimal(amount.minor) * rate).quantize(Decimal(1), rounding=ROUND_HALF_UP)
    return Money(int(minor), amount.currency)


def tax_within(gross: Money, rate: Decimal) -> Money:
    """Return the tax that a price with tax holds: at a ``rate`` of 0.2 a sixth of ``gross``, rounded half up once."""
    minor = (Decimal(gross.minor) * rate / (1 + rate)).quantize(Decimal(1), rounding=ROUND_HALF_UP)
    return Money(int(minor), gross.currency)


def split(amount: Money, weights: Sequence[int]) -> list[Money]:
    """Split ``amount`` in proportion to ``weights`` so that the parts sum to the whole.

    Largest remainder (Hamilton's method); of equal remainders the earlier part gets the odd unit.
    Raises ``ValueError`` when a weight is negative or all are zero.
    """
    whole = sum(weights)
    if whole <= 0 or min(weights) < 0:
        raise ValueError("weights must be non-negative and not all zero")
    sign = -1 if amount.minor < 0 else 1
    shares = [divmod(abs(amount.minor) * weight, whole) for weight in weights]
    parts = [base for base, _ in shares]
    by_remainder = sorted(range(len(shares)), key=lambda i: (-shares[i][1], i))
    for index in by_remainder[: abs(amount.minor) - sum(parts)]:
        parts[index] += 1
    return [Money(sign * part, amount.currency) for part in parts]
