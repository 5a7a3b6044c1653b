"""Inspections for tests."""

from __future__ import annotations

from uuid import UUID

from tests.trade.market import Market
from trade.kernel.actor import Actor
from trade.quality.actions import confirm_inspection, plan_inspection, record_inspection
from trade.quality.rules import Grade, Sampling

GOOD = {Grade.CRITICAL: 0, Grade.MAJOR: 1, Grade.MINOR: 2}
BAD = {Grade.CRITICAL: 0, Grade.MAJOR: 6, Grade.MINOR: 0}


def product_of(market: Market, sku_id: UUID) -> UUID:
    ((product_id,),) = market.rows("SELECT product_id FROM skus WHERE id = :id", id=sku_id)
    return product_id  # type: ignore[no-any-return]


def plan(market: Market, sku_id: UUID, lot_size: int = 1000) -> UUID:
    product_id = product_of(market, sku_id)
    return plan_inspection(
        market.by(market.support), product_id, lot="L-7", sampling=Sampling(lot_size), planned_on=market.at.date()
    )


def record(market: Market, inspection_id: UUID, found: dict[Grade, int], by: Actor | None = None) -> UUID:
    return record_inspection(
        market.by(by or market.support), inspection_id, found=found, inspector="Lin Yao, SGS", words="Handles come off."
    )


def inspect(market: Market, sku_id: UUID, found: dict[Grade, int]) -> UUID:
    """Plan and record at once."""
    return record(market, plan(market, sku_id), found)


def confirm(market: Market, inspection_id: UUID) -> UUID:
    """Let a second person agree."""
    return confirm_inspection(market.by(market.colleague(market.support)), inspection_id)


def standing(market: Market, sku_id: UUID) -> tuple[str, str | None, bool]:
    """(state, what its seller wants of it, whether it has a day since which it is held back) of the product."""
    ((state, wanted, since),) = market.rows(
        "SELECT state, state_wanted, held_back_at FROM products WHERE id = :id", id=product_of(market, sku_id)
    )
    return state, wanted, since is not None
