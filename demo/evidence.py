"""What people of the demo market attach, drawn here: photos of what arrived broken, and a shop's logo."""

from __future__ import annotations

import io
import random
from typing import Final

from adapters.files import check_files
from demo.pictures import picture_of
from trade.files.ports import Checked, Sent
from trade.files.rules import FileKind

KINDS: Final = ("mug", "plate", "lantern")


def broken_goods() -> list[Checked]:
    """A photo of each kind of goods with cracks through it, as it comes through the door."""
    sent = [Sent(f"IMG_{number:04}.png", _broken(kind, number)) for number, kind in enumerate(KINDS, 2214)]
    return [one for one in check_files(sent, FileKind.PHOTO) if isinstance(one, Checked)]


def logo(name: str) -> list[Checked]:
    """A shop's mark over its name, as it comes through the door."""
    from PIL import Image, ImageDraw, ImageFont  # noqa: PLC0415 - only who makes a demo market draws

    picture = Image.new("RGB", (640, 480), "#ffffff")
    draw = ImageDraw.Draw(picture)
    draw.ellipse((220, 60, 420, 260), outline="#1f6f5c", width=10)
    for row in range(3):
        draw.arc((250, 96 + 34 * row, 324, 156 + 34 * row), 180, 360, fill="#1f6f5c", width=8)
        draw.arc((316, 96 + 34 * row, 390, 156 + 34 * row), 0, 180, fill="#1f6f5c", width=8)
    draw.text((320, 350), name.upper(), fill="#1d1c1a", anchor="mm", font=ImageFont.load_default(44))
    out = io.BytesIO()
    picture.save(out, "PNG")
    sent = [Sent("logo.png", out.getvalue())]
    return [one for one in check_files(sent, FileKind.DOCUMENT) if isinstance(one, Checked)]


def _broken(kind: str, number: int) -> bytes:
    from PIL import Image, ImageDraw  # noqa: PLC0415 - only who makes a demo market draws

    chance = random.Random(number)  # noqa: S311 # the same cracks each time
    picture = Image.open(io.BytesIO(picture_of(kind, number)))
    draw = ImageDraw.Draw(picture)
    for _ in range(4):
        x, y = chance.randrange(160, 320), 120
        crack = [(x, y)]
        while y < 400:
            x, y = x + chance.randrange(-40, 41), y + chance.randrange(20, 60)
            crack.append((x, y))
        draw.line(crack, fill="#f4f1ea", width=chance.randrange(5, 12))
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()
