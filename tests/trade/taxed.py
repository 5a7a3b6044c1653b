"""Sellers with tax rates, and goods of a class, for tests."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from tests.trade.market import Market
from trade.catalogue.actions import edit_product, sheet_of
from trade.catalogue.queries import own_product
from trade.checks import CHECKS
from trade.kernel.actor import Actor
from trade.kernel.work import bind_actor
from trade.parties.actions import set_tax_identity, set_tax_rate
from trade.parties.rules import TaxClass
from trade.parties.tax_ids import TaxSheet

FIFTH, TWENTIETH = Decimal("0.2"), Decimal("0.05")
SHEET = TaxSheet("GB", "Kiln Ltd", "GB980780684", "1 Kiln Road")


def say(
    market: Market, rate: Decimal, tax_class: TaxClass, day: date | None = None, seller: Actor | None = None
) -> None:
    """Say the rate of a class from a day on."""
    by = market.by(seller or market.supplier)
    set_tax_rate(by, rate=rate, in_force_from=day or market.at.date(), tax_class=tax_class)


def two_rates(market: Market) -> None:
    """Let the supplier tax goods at a fifth, and reduced ones at a twentieth."""
    set_tax_identity(market.by(market.supplier), SHEET)
    say(market, FIFTH, TaxClass.STANDARD)
    say(market, TWENTIETH, TaxClass.REDUCED)


def becomes(market: Market, sku_id: UUID, tax_class: TaxClass) -> None:
    """Let a product of the supplier's be of another class."""
    [(product_id,)] = market.rows("SELECT product_id FROM skus WHERE id = :id", id=sku_id)
    bind_actor(market.session, market.supplier)
    product, sku = own_product(market.session, market.supplier, product_id)
    sheet, version = replace(sheet_of(product, sku), tax_class=tax_class), product.version
    edit_product(market.by(market.supplier), product_id, sheet=sheet, version=version)


def found(market: Market, words: str) -> list[Any]:
    """What one of the questions of ``flask ledger verify`` finds."""
    (asked,) = (sql for name, sql in CHECKS.items() if name.startswith(words))
    return market.rows(asked)
