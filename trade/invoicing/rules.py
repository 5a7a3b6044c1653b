"""What stands on an invoice and on a credit note: an invoice less its credit notes is always what is still to be paid.

Tax is rounded half up once per line, when the order is placed (``tax_within``); papers add lines up and round nothing again:
10 × £3.60 at 20 % is £36.00, of which £30.00 are net and £6.00 tax.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Final, Protocol
from uuid import UUID

from trade.kernel.errors import DomainError
from trade.kernel.money import Money, split
from trade.parties.rules import TaxClass


class PaperKind(StrEnum):
    """An invoice says what is owed for a deal; a credit note takes a part of one invoice back; a demand asks a seller for what it owes.

    A demand is no tax invoice: nothing is sold with it.
    """

    INVOICE = "invoice"
    CREDIT_NOTE = "credit_note"
    DEMAND = "demand"


PREFIXES: Final = {PaperKind.INVOICE: "INV", PaperKind.CREDIT_NOTE: "CN", PaperKind.DEMAND: "DP"}


def reference_of(kind: str, number: int) -> str:
    """How people name a paper of one issuer: ``INV-000042``."""
    return f"{PREFIXES[PaperKind(kind)]}-{number:06d}"


@dataclass(frozen=True, slots=True)
class Amounts:
    """A quantity with its money: net + tax = gross."""

    quantity: int
    net: Money
    tax: Money
    gross: Money

    def __sub__(self, other: Amounts) -> Amounts:
        return Amounts(
            self.quantity - other.quantity, self.net - other.net, self.tax - other.tax, self.gross - other.gross
        )

    @property
    def is_nothing(self) -> bool:
        """Whether nothing is left of it."""
        return not (self.quantity or self.gross)

    @property
    def is_less(self) -> bool:
        """Whether any part of it is below nothing."""
        return self.quantity < 0 or min(self.net.minor, self.tax.minor, self.gross.minor) < 0


class _Taxed(Protocol):
    """A line of a paper, as far as its tax is concerned."""

    @property
    def tax_class(self) -> TaxClass: ...
    @property
    def tax_rate(self) -> Decimal: ...
    @property
    def net(self) -> Money: ...
    @property
    def tax(self) -> Money: ...
    @property
    def gross(self) -> Money: ...


@dataclass(frozen=True, slots=True)
class TaxSum:
    """What a paper comes to at one rate for goods of one class."""

    tax_class: TaxClass
    tax_rate: Decimal
    net: Money
    tax: Money
    gross: Money


def by_rate(lines: Sequence[_Taxed]) -> list[TaxSum]:
    """Sum lines up by class and rate, the highest rate of a class first. Nothing is rounded, so the sums are the paper's."""
    found: dict[tuple[TaxClass, Decimal], list[_Taxed]] = {}
    for line in lines:
        found.setdefault((line.tax_class, line.tax_rate), []).append(line)
    order = sorted(found, key=lambda key: (list(TaxClass).index(key[0]), -key[1]))
    return [TaxSum(*key, *_added(found[key])) for key in order]


def _added(lines: Sequence[_Taxed]) -> tuple[Money, Money, Money]:
    currency = lines[0].gross.currency
    return (
        Money.sum((line.net for line in lines), currency),
        Money.sum((line.tax for line in lines), currency),
        Money.sum((line.gross for line in lines), currency),
    )


@dataclass(frozen=True, slots=True)
class Sold:
    """A line of an order: as it was agreed, and what of it was cancelled and given back."""

    order_line_id: UUID
    sku_code: str
    name: str
    unit: str
    unit_price: Decimal
    tax_class: TaxClass
    tax_rate: Decimal
    agreed: Amounts
    cancelled: int
    refunded: Money

    @property
    def kept(self) -> Amounts:
        """What is still to be delivered and paid; net and tax in the proportion in which they were agreed."""
        gross = self.agreed.gross - self.refunded
        net, tax = gross, Money.zero(gross.currency)
        if self.agreed.tax:
            net, tax = split(gross, [self.agreed.net.minor, self.agreed.tax.minor])
        return Amounts(self.agreed.quantity - self.cancelled, net, tax, gross)


def to_invoice(lines: Iterable[Sold]) -> list[tuple[Sold, Amounts]]:
    """What an invoice of these lines says now."""
    return [(line, line.kept) for line in lines if not line.kept.is_nothing]


def to_credit(lines: Iterable[Sold], standing: Mapping[UUID, Amounts]) -> list[tuple[Sold, Amounts]]:
    """What a credit note must take back so that the invoice less all its credit notes is what is kept.

    ``standing``: invoiced less credited so far, by order line.
    """
    found = []
    for line in lines:
        if line.order_line_id not in standing:
            continue
        back = standing[line.order_line_id] - line.kept
        if not back.is_nothing and not back.is_less:
            found.append((line, back))
    return found


class NotInvoiceable(DomainError):
    """The order is not confirmed yet, or was cancelled: there is nothing to invoice."""


class NoTaxIdentity(DomainError):
    """The issuer has not said who it is to the tax office."""
