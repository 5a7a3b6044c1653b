"""A hundred thousand goods with names in two languages, prices and stock, and what people type to find them."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from itertools import islice, product
from typing import Final
from uuid import UUID

from sqlalchemy.orm import Session

from adapters.clock import now
from bench.market import CURRENCY, STEPS, Market, superuser
from trade.catalogue.indexing import learn, sort_keys, written
from trade.catalogue.models import SKU, Category, Product, SKUTokens
from trade.history.actions.bulk import insert_rows
from trade.kernel.actor import Actor
from trade.kernel.ids import new_id
from trade.kernel.work import Call, Work, action
from trade.parties.models import Organisation
from trade.pricing.models import Ladder, PriceList
from trade.stock.actions import receive_many

COUNT: Final = 100_000
SELLERS: Final = 40
SHELVES: Final = 12
_KINDS: Final = (
    ("kettle", "水壶"), ("rice bowl", "饭碗"), ("tea cup", "茶杯"), ("plate", "盘子"), ("lantern", "灯笼"), ("candle", "蜡烛"),
    ("basket", "篮子"), ("towel", "毛巾"), ("apron", "围裙"), ("umbrella", "雨伞"), ("notebook", "笔记本"), ("pencil case", "铅笔盒"),
    ("photo frame", "相框"), ("wall clock", "挂钟"), ("doormat", "门垫"), ("cushion", "靠垫"), ("vase", "花瓶"), ("wind chime", "风铃"),
    ("lunch box", "饭盒"), ("chopsticks", "筷子"), ("cutting board", "砧板"), ("storage jar", "储物罐"), ("hand fan", "扇子"),
    ("gift bag", "礼品袋"), ("ribbon", "丝带"),
)  # fmt: skip
_LOOKS: Final = (
    ("blue", "蓝色"), ("red", "红色"), ("celadon", "青瓷"), ("white", "白色"), ("black", "黑色"), ("golden", "金色"), ("striped", "条纹"),
    ("floral", "碎花"), ("vintage", "复古"), ("lacquered", "漆面"), ("painted", "手绘"), ("plain", "素色"), ("dotted", "波点"),
    ("carved", "雕刻"), ("frosted", "磨砂"), ("folding", "折叠"), ("tall", "高脚"), ("mini", "迷你"), ("large", "大号"), ("double", "双层"),
)  # fmt: skip
_STUFFS: Final = (
    ("enamel", "搪瓷"), ("porcelain", "陶瓷"), ("bamboo", "竹制"), ("glass", "玻璃"), ("cotton", "纯棉"), ("linen", "亚麻"), ("steel", "不锈钢"),
    ("walnut", "胡桃木"), ("paper", "纸质"), ("silk", "真丝"), ("wool", "羊毛"), ("copper", "黄铜"), ("rattan", "藤编"), ("rubber", "橡胶"),
    ("leather", "皮革"), ("acrylic", "亚克力"), ("stone", "石材"), ("canvas", "帆布"), ("felt", "毛毡"), ("cork", "软木"),
)  # fmt: skip
_SIZES: Final = ("", "S", "M", "L", "XL", "20 cm", "30 cm", "500ml", "1L", "set of 6", "6 pcs", "No. 8")

TYPED: Final = {
    "Chinese": ("水壶", "蓝色搪瓷水壶", "壶", "灯笼", "竹制 砧板", "藍色", "胡桃木大号"),
    "pinyin": ("shuihu", "lanse", "denglong", "lstcsh", "qingci"),
    "English": ("kettle", "blue enamel kettle", "walnut", "rice bowl", "set of 6", "walnut m", "silk kettle"),
    "substring": ("ntern", "ettl", "瓷水"),
    "typo": ("ketle", "porcelian vase", "lantren", "登龙"),
    "code": ("G000731", "g-000731", "69000000042", "G0007"),
    "nothing": ("zzzqqq", "blue zzzqqq"),
}
"""What people type, by kind: what finds thousands, hundreds, a few, and nothing."""

_PRODUCT: Final = (
    "id", "seller_id", "category_id", "code", "name", "name_zh", "description", "state", "rank", "version",
    "created_at", "name_key", "name_zh_key",
)  # fmt: skip
_SKU: Final = (
    "id", "product_id", "seller_id", "code", "specification", "unit", "pack_size", "moq", "multiple", "barcode",
)  # fmt: skip
_LADDER: Final = ("id", "price_list_id", "sku_id", "mode", "quantities", "unit_prices", "valid_from")


@dataclass(frozen=True, slots=True)
class _Good:
    """One of the goods to lay out."""

    product_id: UUID
    sku_id: UUID
    owner: int
    shelf: int
    name: str
    name_zh: str
    code: str
    barcode: str


def fill(market: Market, count: int, seed: int = 4711) -> None:
    """Lay out ``count`` goods of forty sellers. Names, ranks and stock are drawn by chance from ``seed``."""
    chance = random.Random(seed)
    with market.session(Actor.system()) as session:
        _fill(Call(session, Actor.system(), now()), tuple(islice(_goods(chance), count)), chance)
    with superuser(market) as connection:
        connection.execute("VACUUM ANALYZE")


@action()
def _fill(work: Work, goods: Sequence[_Good], chance: random.Random) -> None:
    session, at = work.session, work.at - timedelta(days=200)
    sellers, lists, shelves = ([new_id() for _ in range(count)] for count in (SELLERS, SELLERS, SHELVES))
    for number, (seller, prices) in enumerate(zip(sellers, lists, strict=True)):
        session.add(Organisation(
            id=seller, kind="supplier", state="admitted", name=f"Maker {number}", code=f"maker-{number}",
            region_code="BENCH", currency=CURRENCY, created_at=at, admitted_at=at,
        ))  # fmt: skip
        session.flush()
        session.add(PriceList(id=prices, seller_id=seller, audience="base", name="Base", currency=CURRENCY))
    for number, shelf in enumerate(shelves):
        session.add(Category(
            id=shelf, slug=f"shelf-{number}", name=f"Shelf {number}", name_zh=f"架{number}", position=number + 2,
            commission_rate=Decimal("0.05"),
        ))  # fmt: skip
    session.flush()
    ranks = chance.sample(range(len(goods)), len(goods))
    insert_rows(session, Product, _PRODUCT, (
        (good.product_id, sellers[good.owner], shelves[good.shelf], good.code, good.name, good.name_zh, "", "offered",
         ranks[n], 1, at + timedelta(minutes=n), *sort_keys(good.name, good.name_zh, good.code))
        for n, good in enumerate(goods)
    ))  # fmt: skip
    insert_rows(session, SKU, _SKU, (
        (good.sku_id, good.product_id, sellers[good.owner], good.code, "", "piece", 6, 6, 6, good.barcode)
        for good in goods
    ))  # fmt: skip
    insert_rows(session, Ladder, _LADDER, (
        (new_id(), lists[good.owner], good.sku_id, "all_units", STEPS[0], [price + n % 997 for price in STEPS[1]], at)
        for n, good in enumerate(goods)
    ))  # fmt: skip
    _index(session, goods, sellers)
    receive_many.within(work, {good.sku_id: chance.choice((3, 500, 20_000)) for good in goods[::2]})


def _index(session: Session, goods: Sequence[_Good], sellers: Sequence[UUID]) -> None:
    insert_rows(session, SKUTokens, ("sku_id", "seller_id", "tokens"), (
        (good.sku_id, sellers[good.owner], written((good.name, good.name_zh), (good.code, good.barcode)))
        for good in goods
    ))  # fmt: skip
    learn(session, {name for good in goods for name in (good.name, good.name_zh)})


def _goods(chance: random.Random) -> Iterator[_Good]:
    """Every combination of look, stuff, kind and size, in an order of chance."""
    found = list(product(_LOOKS, _STUFFS, range(len(_KINDS)), _SIZES))
    chance.shuffle(found)
    for n, (look, stuff, kind, size) in enumerate(found):
        name = f"{look[0].capitalize()} {stuff[0]} {_KINDS[kind][0]} {size}".strip()
        name_zh = f"{look[1]}{stuff[1]}{_KINDS[kind][1]} {size}".strip()
        yield _Good(
            new_id(), new_id(), n % SELLERS, kind % SHELVES, name, name_zh, f"G{n:06}", f"69{n:011}"
        )  # fmt: skip
