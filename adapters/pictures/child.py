"""The child's side: ``python -m adapters.pictures.child < file``. Answers one JSON object: sizes and files, or a fault."""

from __future__ import annotations

import base64
import io
import json
import warnings
from collections.abc import Iterator
from importlib import import_module
from typing import Any, Final

from PIL import AvifImagePlugin, Image, ImageOps

from adapters.confinement import PICTURES, serve
from trade.catalogue.ports import PIXELS_MAX, THUMB_BYTES_MAX, PictureFault

_TAKEN: Final = ("JPEG", "PNG", "WEBP", "AVIF")
_THUMB: Final = (192, 160, 128, 96)
"""Edges in pixels: a thumb is shown at 96 CSS pixels at the most, so 192 is sharp on every phone."""

_PAGE: Final = 960
Image.MAX_IMAGE_PIXELS = None  # ours is asked before anything is decoded
AvifImagePlugin.DEFAULT_MAX_THREADS = 1  # it has no other
_QUALITIES: Final = (70, 60, 50, 40, 30, 20)
_FORMATS: Final[dict[str, dict[str, Any]]] = {
    "avif": {"format": "AVIF", "speed": 6, "max_threads": 1},
    "webp": {"format": "WEBP", "method": 4},
    "jpeg": {"format": "JPEG", "optimize": True, "progressive": True},
}


def main() -> None:
    """Draw the picture of standard input anew."""
    warnings.simplefilter("ignore")
    serve(PICTURES, _load, lambda content: [json.dumps(_answer(content)).encode()])


def _load(_: bytes) -> None:
    """Load what decoders and encoders would load by themselves in their middle."""
    Image.preinit()
    for plugin in ("Mpo", "Tiff", "WebP"):  # a JPEG may hold several pictures, and its notes are a TIFF's
        import_module(f"PIL.{plugin}ImagePlugin")


def _answer(content: bytes) -> dict[str, Any]:
    try:
        picture = _opened(content)
    except _RefusedError as error:
        return {"fault": error.fault}
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - whatever a decoder says of a hostile file, it is no picture to us
        return {"fault": PictureFault.NOT_A_PICTURE}
    files = {name: base64.b64encode(body).decode() for name, body in _files(picture)}
    page = ImageOps.contain(picture, (_PAGE, _PAGE)) if max(picture.size) > _PAGE else picture
    return {"width": page.width, "height": page.height, "files": files}


class _RefusedError(Exception):
    def __init__(self, fault: PictureFault) -> None:
        super().__init__(fault)
        self.fault = fault


def _opened(content: bytes) -> Image.Image:
    """Decode a picture whose head says that it is small enough; what it was turned to is now how it lies."""
    picture: Image.Image = Image.open(io.BytesIO(content), formats=_TAKEN)
    if picture.width * picture.height > PIXELS_MAX:
        raise _RefusedError(PictureFault.TOO_MANY_PIXELS)
    picture.draft("RGB", (_PAGE, _PAGE))  # a JPEG decodes at the size that is needed
    upright = ImageOps.exif_transpose(picture).convert("RGBA")
    drawn = Image.new("RGB", upright.size, "white")
    drawn.paste(upright, mask=upright.getchannel("A"))
    return drawn


def _files(picture: Image.Image) -> Iterator[tuple[str, bytes]]:
    page = ImageOps.contain(picture, (_PAGE, _PAGE)) if max(picture.size) > _PAGE else picture
    for suffix in _FORMATS:
        yield f"page.{suffix}", _encoded(page, suffix, 70)
        yield f"thumb.{suffix}", _thumb(picture, suffix)


def _thumb(picture: Image.Image, suffix: str) -> bytes:
    """The sharpest thumb that is light enough."""
    for edge in _THUMB:
        small = ImageOps.fit(picture, (edge, edge))
        for quality in _QUALITIES:
            body = _encoded(small, suffix, quality)
            if len(body) <= THUMB_BYTES_MAX:
                return body
    return body


def _encoded(picture: Image.Image, suffix: str, quality: int) -> bytes:
    out = io.BytesIO()
    picture.save(out, quality=quality, **_FORMATS[suffix])
    return out.getvalue()


if __name__ == "__main__":
    main()
