"""What a supplier of the demo market tells of its goods: properties, marks, a second picture, and a pack of two of them."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final
from uuid import UUID

from adapters.pictures import draw_anew
from demo.market import Market
from demo.pictures import picture_of
from demo.places import OWNER, SELLER, best_goods
from trade.catalogue.actions import ProductSheet, add_picture, describe_picture, set_marks, set_properties
from trade.catalogue.models import SKU, Product
from trade.catalogue.ports import PictureStore
from trade.catalogue.rules import Borne, Mark, Part, Said
from trade.kernel.work import Call
from trade.pricing.actions import offer_pack
from trade.pricing.queries import base_ladders
from trade.pricing.rules import LadderTerms, Step

PICTURES: Final = (("lantern", "The front", "正面"), ("candle", "Beside a candle", "与蜡烛同放"))
PROPERTIES: Final = (
    Said("Net weight", "净重", "500", "", "g"),
    Said("Material", "材质", "Powder-coated steel", "粉末涂层钢"),
    Said("Origin", "产地", "Hangzhou", "杭州"),
    Said("Carton", "外箱", "60 × 40 × 32", "", "cm"),
)
MARKS: Final = ((Mark.FSC,), (Mark.CE, Mark.FAIR_TRADE), (Mark.VEGAN,), (Mark.FAIR_TRADE,))
"""What goods beside the best two bear, in turn."""
UNITS: Final = (2, 3)
"""So many of the two best goods are in a pack."""


def tell_more(market: Market, at: datetime, store: PictureStore | None) -> None:
    """Tell more of the seller's two best goods, and offer them as a pack."""
    owner = market.as_person(OWNER, SELLER, at)
    best = [sku_id for sku_id, _ in best_goods(market)]
    goods = best[: len(UNITS)]
    products = [market.reading().get_one(SKU, sku_id).product_id for sku_id in best]
    for product_id in products[: len(goods)]:
        _describe(owner, product_id, at)
    for n, product_id in enumerate(products[len(goods) :]):
        set_marks(owner, product_id, [Borne(mark) for mark in MARKS[n % len(MARKS)]])
    if len(goods) < len(UNITS):
        return
    pack = _pack(market, owner, goods, products[0], at)
    if store is not None:
        for kind, words, words_zh in PICTURES:
            picture_id = add_picture(owner, pack, draw_anew(picture_of(kind, len(words))), store)
            describe_picture(owner, pack, picture_id, words=words, words_zh=words_zh)
    _describe(owner, pack, at)


def _describe(owner: Call, product_id: UUID, at: datetime) -> None:
    set_properties(owner, product_id, PROPERTIES)
    today = at.date()
    marks = [
        Borne(Mark.CE, "NB 0123-4567", today + timedelta(days=400)),
        Borne(Mark.ROHS),
        Borne(Mark.UKCA, "UK-88-1402", today - timedelta(days=20)),
    ]
    set_marks(owner, product_id, marks)


def _pack(market: Market, owner: Call, goods: list[UUID], like: UUID, at: datetime) -> UUID:
    ladders = base_ladders(market.reading(), goods, at)
    full = sum((ladders[sku].steps[0].unit_price * units for sku, units in zip(goods, UNITS, strict=True)), Decimal(0))
    prices = [(full * share).quantize(Decimal("0.01")) for share in (Decimal("0.92"), Decimal("0.85"))]
    category = market.reading().get_one(Product, like).category_id
    sheet = ProductSheet(
        "GIFT-SET", "Gift set of our two best", "畅销礼品套装", "Packed in one box, ready for the shelf.", category,
        "set", 6, 1, 1, "", is_offered=True,
    )  # fmt: skip
    parts = [Part(sku, units) for sku, units in zip(goods, UNITS, strict=True)]
    made = offer_pack(owner, sheet, parts, terms=LadderTerms((Step(1, prices[0]), Step(6, prices[1]))))
    return made.product_id
