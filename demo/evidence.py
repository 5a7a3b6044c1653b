"""Photos of what arrived broken, drawn here."""

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
