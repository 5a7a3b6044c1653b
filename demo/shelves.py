"""What lies on the demo market's shelves, and what it is called in Chinese."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Final
from uuid import UUID
from zlib import crc32

from sqlalchemy import select

from demo.cast import SELLERS
from demo.glossary import chinese_name
from demo.market import Market
from trade.catalogue.actions import edit_product, sheet_of
from trade.catalogue.models import SKU, Product
from trade.kernel.actor import Permission
from trade.kernel.work import Work, action
from trade.parties.rules import Role
from trade.stock.actions import receive_many

NAMED: Final = 150
"""So many products of each seller, the best selling first, are looked at for a Chinese name."""

EMPTY_ONE_IN: Final = 40
"""Of so many SKUs one has run out."""


def fill_shelves(market: Market, at: datetime) -> None:
    """Receive goods for nearly every SKU."""
    skus = list(market.reading().scalars(select(SKU).order_by(SKU.id)))
    quantities = {sku.id: quantity for sku in skus if (quantity := opening_stock(sku))}
    receive_many(market.as_system(at), quantities, reason="Opening stock")


def opening_stock(sku: SKU) -> int:
    """Choose between 20 and 120 times the minimum, or nothing, as the code decides."""
    chance = crc32(sku.code.encode())
    return 0 if chance % EMPTY_ONE_IN == 0 else sku.moq * (20 + chance % 101)


def name_in_chinese(market: Market, at: datetime) -> None:
    """Let the sellers add Chinese names where the glossary knows every word."""
    for part in SELLERS:
        if Role.SALES not in part.roles:
            continue
        seller = part.organisation
        best = select(Product).where(Product.seller_id == market.find(seller), Product.name_zh == "")
        products = market.reading().scalars(best.order_by(Product.rank, Product.id).limit(NAMED))
        names = {product.id: name for product in products if (name := chinese_name(product.name))}
        name_goods(market.as_person(part.login, seller, at), names)


@action(Permission.SELL)
def name_goods(work: Work, names: Mapping[UUID, str]) -> None:
    """Give many of a seller's products a Chinese name."""
    skus = select(SKU, Product).join(Product).where(Product.id.in_(names)).order_by(Product.id)
    for sku, product in work.session.execute(skus).all():
        sheet = replace(sheet_of(product, sku), name_zh=names[product.id])
        edit_product.within(work, product.id, sheet=sheet, version=product.version)
