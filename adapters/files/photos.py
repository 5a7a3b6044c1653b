"""A photo is decoded within limits and drawn anew: what is kept has our bytes, and nothing of its metadata or of what hid behind it."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Final

from PIL import AvifImagePlugin, Image, ImageOps

from adapters.files.faults import Refused
from trade.files.rules import FileFault

TAKEN: Final = ("JPEG", "PNG", "WEBP", "AVIF")
PIXELS_MAX: Final[dict[str, int]] = {"JPEG": 64_000_000, "PNG": 16_000_000, "WEBP": 16_000_000, "AVIF": 16_000_000}
"""A JPEG decodes at a fraction of its size, the others whole."""
EDGE_MAX: Final = 30_000
EDGE: Final = 2048
"""Pixels of the longer side of what is kept: enough to read a label on a carton."""
Image.MAX_IMAGE_PIXELS = None  # ours is asked before anything is decoded
AvifImagePlugin.DEFAULT_MAX_THREADS = 1  # it has no other


@dataclass(frozen=True, slots=True)
class Photo:
    """A photo as it is kept: JPEG, and its perceptual hash."""

    content: bytes
    dhash: int


def draw_anew(content: bytes) -> Photo:
    """Decode and encode a photo. Raises ``Refused``, and ``MemoryError`` where its decoder wants more than there is."""
    try:
        picture = _decoded(content)
    except (Refused, MemoryError):
        raise
    except Exception as error:  # whatever a decoder says of a hostile file, it is no photo to us
        raise Refused(FileFault.NOT_A_PHOTO) from error
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=80, optimize=True)
    return Photo(out.getvalue(), dhash_of(picture))


def _decoded(content: bytes) -> Image.Image:
    """Decode what its head says is small enough; what it was turned to is now how it lies."""
    picture: Image.Image = Image.open(io.BytesIO(content), formats=TAKEN)
    if picture.width * picture.height > PIXELS_MAX[str(picture.format)] or max(picture.size) > EDGE_MAX:
        raise Refused(FileFault.TOO_MANY_PIXELS)
    picture.draft("RGB", (EDGE, EDGE))
    picture.load()
    picture.thumbnail((EDGE, EDGE))
    upright = ImageOps.exif_transpose(picture)
    if "A" not in upright.getbands() and "transparency" not in upright.info:
        return upright.convert("RGB")
    upright = upright.convert("RGBA")
    drawn = Image.new("RGB", upright.size, "white")
    drawn.paste(upright, mask=upright.getchannel("A"))
    return drawn


def dhash_of(picture: Image.Image) -> int:
    """Return which of 8 × 8 neighbours grow lighter from left to right, as a signed 64-bit number.

    Source: N. Krawetz, "Kind of Like That" (2013).
    """
    small = picture.convert("L").resize((9, 8), Image.Resampling.LANCZOS).tobytes()
    bits = 0
    for row in range(8):
        for column in range(8):
            at = row * 9 + column
            bits = bits << 1 | (small[at] < small[at + 1])
    return bits - (1 << 64) if bits >> 63 else bits
