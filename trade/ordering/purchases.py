"""What is about to be ordered: lines with a price that was agreed, where they go, and what each seller is asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Self
from uuid import UUID

from trade.credit.rules import Means
from trade.kernel.money import Money
from trade.ordering.offers import Offer, amounts_by_currency
from trade.ordering.rules import Wish
from trade.pricing.rules import Segment
from trade.pricing.told import told_price


@dataclass(frozen=True, slots=True)
class Part:
    """Part of a line at one unit price; ``agreement_line`` is what it consumes, if anything."""

    quantity: int
    unit_price: Decimal
    amount: Money
    agreement_line: UUID | None = None


@dataclass(frozen=True, slots=True)
class AgreedLine:
    """A line at the price it will be ordered at. ``why`` says where the price comes from, for the order to keep.

    ``parts`` are its quantities at one unit price each, where there are several or where an agreement covers one.
    """

    offer: Offer
    quantity: int
    unit_price: Decimal
    amount: Money
    why: Sequence[Mapping[str, Any]]
    segments: tuple[Segment, ...] = ()

    @property
    def parts(self) -> Sequence[Part]:
        """What becomes a line of the order each: refunds, statements and shipping then know one unit price a line."""
        if not self.segments:
            return [Part(self.quantity, self.unit_price, self.amount)]
        return [Part(s.quantity, s.unit_price, s.amount, s.agreement_line) for s in self.segments]

    @classmethod
    def today(cls, offer: Offer, quantity: int) -> Self:
        """A line at today's price; ``NotForSale`` or ``QuantityRefused`` where it cannot be ordered so."""
        offer.require_for_sale()
        offer.require_quantity(quantity)
        price = offer.price(quantity)
        return cls(offer, quantity, price.unit_price, price.amount, told_price(price), price.segments)


@dataclass(frozen=True, slots=True)
class Destination:
    """Where goods go: what an order copies of an address."""

    written: str
    region_code: str | None = None


@dataclass(frozen=True, slots=True)
class Purchase:
    """What is about to be ordered, of one or several sellers, and what pays it. ``wishes`` are by seller."""

    lines: Sequence[AgreedLine]
    placed_by: UUID
    destination: Destination
    wishes: Mapping[UUID, Wish] = field(default_factory=dict)
    approved_by: UUID | None = None
    means: Means = Means.WALLET

    @property
    def totals(self) -> tuple[Money, ...]:
        """What it comes to, by currency."""
        return amounts_by_currency([line.amount for line in self.lines])

    @property
    def agreed(self) -> dict[UUID, int]:
        """What it takes of each line of an agreement, in base units."""
        agreed: dict[UUID, int] = {}
        for part in (part for line in self.lines for part in line.parts):
            if part.agreement_line is not None:
                agreed[part.agreement_line] = agreed.get(part.agreement_line, 0) + part.quantity
        return agreed

    @property
    def by_seller(self) -> dict[UUID, list[AgreedLine]]:
        """The lines of each seller; every seller gets an order of its own."""
        grouped: dict[UUID, list[AgreedLine]] = {}
        for line in self.lines:
            grouped.setdefault(line.offer.seller_id, []).append(line)
        return dict(sorted(grouped.items()))
