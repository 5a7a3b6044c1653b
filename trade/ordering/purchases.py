"""What is about to be ordered: lines with a price that was agreed, where they go, and what each seller is asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Self
from uuid import UUID

from trade.kernel.money import Money
from trade.ordering.offers import Offer, amounts_by_currency
from trade.ordering.rules import Wish
from trade.pricing.rules import Price


@dataclass(frozen=True, slots=True)
class AgreedLine:
    """A line at the price it will be ordered at. ``why`` says where the price comes from, for the order to keep."""

    offer: Offer
    quantity: int
    unit_price: Decimal
    amount: Money
    why: Sequence[Mapping[str, Any]]

    @classmethod
    def today(cls, offer: Offer, quantity: int) -> Self:
        """A line at today's price; ``NotForSale`` or ``QuantityRefused`` where it cannot be ordered so."""
        offer.require_for_sale()
        offer.require_quantity(quantity)
        price = offer.price(quantity)
        return cls(offer, quantity, price.unit_price, price.amount, [_told(price)])


def _told(price: Price) -> dict[str, Any]:
    """Keep why the price was what it was, for the buyer who asks a year later."""
    won = price.trace[0]
    return {
        "source": won.source,
        "ladder": str(won.ladder_id),
        "step": won.step_quantity,
        "unit_price": f"{won.unit_price:f}",
        "amount": won.amount.minor,
    }


@dataclass(frozen=True, slots=True)
class Destination:
    """Where goods go: what an order copies of an address."""

    written: str
    region_code: str | None = None


@dataclass(frozen=True, slots=True)
class Purchase:
    """What is about to be ordered, of one or several sellers. ``wishes`` are by seller."""

    lines: Sequence[AgreedLine]
    placed_by: UUID
    destination: Destination
    wishes: Mapping[UUID, Wish] = field(default_factory=dict)
    approved_by: UUID | None = None

    @property
    def totals(self) -> tuple[Money, ...]:
        """What it comes to, by currency."""
        return amounts_by_currency([line.amount for line in self.lines])

    @property
    def by_seller(self) -> dict[UUID, list[AgreedLine]]:
        """The lines of each seller; every seller gets an order of its own."""
        grouped: dict[UUID, list[AgreedLine]] = {}
        for line in self.lines:
            grouped.setdefault(line.offer.seller_id, []).append(line)
        return dict(sorted(grouped.items()))
