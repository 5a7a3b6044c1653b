"""What a few sellers tell of themselves, each with a picture drawn here."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from adapters.pictures import draw_anew
from demo.market import Market
from demo.pictures import picture_of
from trade.catalogue.actions import show_brand_picture, tell_story
from trade.catalogue.ports import PictureStore

FORGE: Final = """\
We began in 1974 with one press in a barn outside Walsall, making hooks for the farms around.

Today nineteen of us cut, bend and paint what hangs in a home: hearts, signs, lanterns, hooks. Metal comes from two mills \
in the Black Country, paint is water-based, and every box is packed by somebody who also makes.

If something arrives bent, tell us: we would rather make another than argue."""
FORGE_ZH: Final = """\
1974 年，我们在沃尔索尔郊外的谷仓里起步，只有一台冲床，为附近农场做挂钩。

如今十九个人裁切、弯折、上漆，做的都是家里挂的东西：心形挂饰、门牌、灯笼、挂钩。金属来自黑乡的两家钢厂，用水性漆，每一箱都由做货的人亲手装好。

收到变形的货请告诉我们：重做一件，好过争论一场。"""
CANTON: Final = "Three generations of lantern makers in Foshan. We split the bamboo ourselves."
CANTON_ZH: Final = "佛山三代灯笼匠。竹篾自己劈，纸自己裱，旺季前六十天开始备货，不接做不完的单。"

STORIES: Final = (
    ("owner@forge-field.example", "SUP-FORGE", "heart", FORGE, FORGE_ZH),
    ("owner@canton-lantern.example", "SUP-CANTON", "lantern", CANTON, CANTON_ZH),
)
"""(Who tells it, of which seller, drawn as, in English, in Chinese.)"""


def tell_stories(market: Market, at: datetime, store: PictureStore | None) -> None:
    """Let these sellers say who they are."""
    for number, (login, organisation, kind, story, story_zh) in enumerate(STORIES):
        call = market.as_person(login, organisation, at)
        tell_story(call, story=story, story_zh=story_zh, version=0)
        if store is not None:
            drawn = draw_anew(picture_of(kind, number))
            show_brand_picture(market.as_person(login, organisation, at), drawn, store)
