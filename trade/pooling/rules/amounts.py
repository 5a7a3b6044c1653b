"""What a commitment costs at a step, and what it costs at the most."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from trade.kernel.money import Money, line_total, share_of


def gross_of(unit_price: Decimal, quantity: int, currency: str, tax_rate: Decimal) -> Money:
    """What ``quantity`` units cost with tax; a pool's prices include the freight to its regions."""
    net = line_total(unit_price, quantity, currency)
    return net + share_of(net, tax_rate)


def amount_of(lines: Iterable[tuple[int, Decimal]], currency: str, tax_rate: Decimal) -> Money:
    """What lines of (quantity, unit price) cost with tax, each rounded once.

    Nothing of it falls when a price or quantity rises: what is held at the step a member insists on, the first one
    where they insist on none, is never less than what they pay.
    """
    return Money.sum((gross_of(price, quantity, currency, tax_rate) for quantity, price in lines), currency)
