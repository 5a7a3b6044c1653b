"""Pictures for a few of the best-selling goods, drawn here: plain shapes on paper, the same each time."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Final
from uuid import UUID

from sqlalchemy import select

from adapters.pictures import draw_anew
from demo.cast import SELLERS
from demo.market import Market
from trade.catalogue.actions import add_picture
from trade.catalogue.models import Product
from trade.catalogue.ports import PictureStore
from trade.parties.rules import Role

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw

EDGE: Final = 480
GOODS: Final = ("heart", "bag", "mug", "clock", "umbrella", "lantern", "plate", "candle")
_GROUND: Final = ("#f4f1ea", "#e9efe8", "#f3e9e2", "#e8edf1")
_INK: Final = ("#1f6f5c", "#c23b22", "#4d5b68", "#8a5a00")


def hang_pictures(market: Market, at: datetime, store: PictureStore) -> None:
    """Give the best seller of each kind that we can draw a picture."""
    names = select(Product.id, Product.seller_id, Product.name).order_by(Product.rank, Product.id)
    rows = market.reading().execute(names).all()
    sellers = {market.find(part.organisation): part for part in SELLERS if Role.SALES in part.roles}
    for number, kind in enumerate(GOODS):
        best = next((row for row in rows if kind in row.name.lower().split() and row.seller_id in sellers), None)
        if best is None:
            continue
        part = sellers[best.seller_id]
        drawn = draw_anew(picture_of(kind, number))
        product_id: UUID = best.id
        add_picture(market.as_person(part.login, part.organisation, at), product_id, drawn, store)


def picture_of(kind: str, number: int) -> bytes:
    """Draw one kind of goods as a PNG file."""
    from PIL import Image, ImageDraw  # noqa: PLC0415 - only who makes a demo market draws

    picture = Image.new("RGB", (EDGE, EDGE), _GROUND[number % len(_GROUND)])
    draw = ImageDraw.Draw(picture)
    draw.ellipse((90, 395, 390, 435), fill="#d9d4c8")
    _SHAPES[kind](draw, _INK[number % len(_INK)])
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def _heart(draw: ImageDraw, ink: str) -> None:
    draw.ellipse((110, 110, 250, 250), fill=ink)
    draw.ellipse((230, 110, 370, 250), fill=ink)
    draw.polygon([(122, 222), (358, 222), (240, 390)], fill=ink)


def _bag(draw: ImageDraw, ink: str) -> None:
    draw.arc((170, 70, 310, 250), 180, 360, fill=ink, width=16)
    draw.rounded_rectangle((110, 160, 370, 410), 24, fill=ink)
    for x in range(150, 350, 50):
        draw.ellipse((x - 9, 270, x + 9, 288), fill="#fff")


def _mug(draw: ImageDraw, ink: str) -> None:
    draw.arc((290, 180, 410, 330), 270, 90, fill=ink, width=24)
    draw.rounded_rectangle((110, 130, 330, 405), 36, fill=ink)
    draw.rectangle((110, 210, 330, 232), fill="#fff")


def _clock(draw: ImageDraw, ink: str) -> None:
    draw.ellipse((90, 80, 390, 380), fill=ink)
    draw.ellipse((120, 110, 360, 350), fill="#fbfaf7")
    draw.line([(240, 150), (240, 230), (300, 260)], fill=ink, width=12, joint="curve")


def _umbrella(draw: ImageDraw, ink: str) -> None:
    draw.pieslice((80, 90, 400, 410), 180, 360, fill=ink)
    draw.line([(240, 80), (240, 390)], fill="#1d1c1a", width=10)
    draw.arc((240, 360, 300, 420), 0, 180, fill="#1d1c1a", width=10)


def _lantern(draw: ImageDraw, ink: str) -> None:
    draw.arc((195, 50, 285, 140), 180, 360, fill="#1d1c1a", width=8)
    draw.rectangle((180, 95, 300, 125), fill="#1d1c1a")
    draw.ellipse((130, 115, 350, 385), fill=ink)
    draw.rectangle((180, 375, 300, 405), fill="#1d1c1a")


def _plate(draw: ImageDraw, ink: str) -> None:
    draw.ellipse((70, 90, 410, 400), fill=ink)
    draw.ellipse((110, 125, 370, 365), fill="#fbfaf7")
    draw.ellipse((170, 180, 310, 310), outline=ink, width=8)


def _candle(draw: ImageDraw, ink: str) -> None:
    draw.polygon([(240, 70), (270, 140), (240, 170), (210, 140)], fill="#e3b04f")
    draw.rounded_rectangle((180, 170, 300, 410), 16, fill=ink)


_SHAPES: Final[dict[str, Callable[[ImageDraw, str], None]]] = {
    "heart": _heart, "bag": _bag, "mug": _mug, "clock": _clock,
    "umbrella": _umbrella, "lantern": _lantern, "plate": _plate, "candle": _candle,
}  # fmt: skip
