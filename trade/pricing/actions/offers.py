"""A product together with its prices: both or neither."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from trade.catalogue.actions import (
    ProductMade,
    ProductSheet,
    SKUSheet,
    add_sku,
    create_product,
    edit_product,
    first_sku,
    make_pack,
)
from trade.catalogue.rules import Part
from trade.kernel.actor import Permission
from trade.kernel.errors import NotFound
from trade.kernel.quantities import QuantityRule
from trade.kernel.work import Work, action
from trade.pricing.actions.ladders import LadderUnfit, set_ladder
from trade.pricing.queries import base_ladder
from trade.pricing.rules import LadderTerms, problems_of, refit

NO_PRICES = LadderTerms(())


@action(Permission.SELL)
def offer_product(work: Work, sheet: ProductSheet, *, terms: LadderTerms = NO_PRICES) -> ProductMade:
    """Add a product together with its prices; without steps nobody can order it yet.

    Raises ``LadderRefused`` when the steps don't fit its MOQ and multiple.
    """
    made = create_product.within(work, sheet)
    if terms.steps:
        set_ladder.within(work, made.sku_id, steps=terms.steps, mode=terms.mode, counting=terms.counting)
    return made


@action(Permission.SELL)
def offer_pack(
    work: Work, sheet: ProductSheet, parts: Sequence[Part], *, terms: LadderTerms = NO_PRICES
) -> ProductMade:
    """Add a pack together with its prices; raises what ``make_pack`` and ``offer_product`` raise."""
    made = make_pack.within(work, sheet, parts)
    if terms.steps:
        set_ladder.within(work, made.sku_id, steps=terms.steps, mode=terms.mode, counting=terms.counting)
    return made


@action(Permission.SELL)
def change_offer(
    work: Work, product_id: UUID, *, sheet: ProductSheet, version: int, terms: LadderTerms = NO_PRICES
) -> UUID:
    """Change a product and its prices, both or neither. Without steps, or with those that hold, the ladder stays.

    Raises ``LadderUnfit`` when MOQ or multiple changed so that the ladder that would stay no longer fits.
    """
    edit_product.within(work, product_id, sheet=sheet, version=version)
    sku = first_sku(work, product_id)
    if sku is None:
        raise NotFound("product", product_id)
    now = base_ladder(work.session, sku.id, work.at)
    holding = LadderTerms(now.steps, now.mode, now.counting) if now else NO_PRICES
    if terms.steps and terms != holding:
        set_ladder.within(work, sku.id, steps=terms.steps, mode=terms.mode, counting=terms.counting)
    elif holding.steps and problems_of(holding.steps, sku.quantity_rule):
        problems = problems_of(holding.steps, sku.quantity_rule)
        raise LadderUnfit(problems, refit(holding.steps, sku.quantity_rule))
    return product_id


@action(Permission.SELL)
def offer_sku(work: Work, product_id: UUID, sheet: SKUSheet) -> UUID:
    """Add a specification at the prices of the product's first one, its steps moved up to where they fit."""
    first = first_sku(work, product_id)
    sku_id = add_sku.within(work, product_id, sheet)
    now = base_ladder(work.session, first.id, work.at) if first else None
    if now is not None:
        steps = refit(now.steps, QuantityRule(sheet.moq, sheet.multiple))
        set_ladder.within(work, sku_id, steps=steps, mode=now.mode, counting=now.counting)
    return sku_id
