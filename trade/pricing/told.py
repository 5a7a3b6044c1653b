"""Why a price was what it was, as an order keeps it: written once, read a year later."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from trade.kernel.money import Money
from trade.pricing.rules import Price, Source, TraceLine, TracePart


def told_price(price: Price) -> list[dict[str, Any]]:
    """Write every candidate as it was weighed, what counted first."""
    return [
        {
            "source": line.source,
            "rule": str(line.rule_id),
            "name": line.name,
            "quantity": line.quantity,
            "counted": line.counted,
            "step": line.step_quantity,
            "unit_price": f"{line.unit_price:f}",
            "amount": line.amount.minor,
            "won": line.won,
            "parts": [[p.quantity, p.step_quantity, f"{p.unit_price:f}", p.amount.minor] for p in line.parts],
        }
        for line in price.trace
    ]


def trace_from(told: Sequence[dict[str, Any]], currency: str) -> tuple[TraceLine, ...]:
    """Read what an order kept; what came from elsewhere (a quote, say) is told by whoever kept it.

    What was written before lists had names, losers were kept and parts told apart is read as far as it goes.
    """
    known = set(Source)
    return tuple(
        TraceLine(
            source=Source(line["source"]),
            rule_id=UUID(line.get("rule") or line["ladder"]),
            name=line.get("name", ""),
            quantity=line.get("quantity", 0),
            counted=line.get("counted", 0),
            step_quantity=line["step"],
            unit_price=Decimal(line["unit_price"]),
            amount=Money(line["amount"], currency),
            won=line.get("won", True),
            parts=_parts(line.get("parts", ()), currency),
        )
        for line in told
        if line.get("source") in known
    )


def _parts(told: Sequence[Sequence[Any]], currency: str) -> tuple[TracePart, ...]:
    return tuple(
        TracePart(quantity, step, Decimal(unit_price), Money(amount, currency))
        for quantity, step, unit_price, amount in told
    )
