"""Invoices of invented shops, some of which are late by nature: what a model of bad ends is tried on."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from trade.credit.rules.default import Past

TODAY = date(2026, 6, 1)
BEGAN = date(2024, 1, 1)


def pasts(*, seed: int = 1, shops: int = 40, each: int = 20, nature: bool = True) -> list[Past]:
    """Shops with an invoice a month; a quarter of them end badly half of the time, or all of them alike."""
    random, found = Random(seed), []
    for shop in range(shops):
        badly = 0.5 if shop % 4 == 0 else 0.04
        for number in range(each):
            issued_on = BEGAN + timedelta(days=30 * number + shop % 28)
            due_on = issued_on + timedelta(days=30)
            is_bad = random.random() < (badly if nature else 0.15)
            late = random.randint(31, 60) if is_bad else random.randint(-20, 0)
            amount = random.randint(10_000, 90_000)
            closed_on = due_on + timedelta(days=late)
            found.append(Past(str(shop), issued_on, due_on, closed_on, False, amount, number * 30, 30))
    return found
