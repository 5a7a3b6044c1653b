"""Packs for tests: SKUs of one seller, sold together under a code of their own."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any
from uuid import UUID

from tests.trade.market import Market
from trade.catalogue.rules import Part
from trade.kernel.actor import Actor
from trade.pricing.actions import offer_pack
from trade.pricing.rules import LadderTerms, Step

ONE = (Step(1, Decimal("9.00")),)


def parts(of: Mapping[UUID, int]) -> list[Part]:
    """Say how many of each SKU are in one pack."""
    return [Part(sku_id, quantity) for sku_id, quantity in of.items()]


def pack(
    market: Market,
    of: Mapping[UUID, int],
    seller: Actor | None = None,
    *,
    steps: tuple[Step, ...] = ONE,
    **values: Any,
) -> UUID:
    """Offer a pack made up of these SKUs."""
    sheet = market.sheet(**{"moq": steps[0].quantity, "multiple": steps[0].quantity, **values})
    made = offer_pack(market.by(seller or market.supplier), sheet, parts(of), terms=LadderTerms(steps))
    return made.sku_id
