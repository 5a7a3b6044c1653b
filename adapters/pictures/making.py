"""The parent's side of drawing a picture anew: it starts the child, and decodes nothing itself."""

from __future__ import annotations

import base64
import json
from typing import Any

from adapters.confinement import PICTURES, ChildEnded, asked
from trade.catalogue.ports import BYTES_MAX, Drawn, PictureFault, PictureRefused


def draw_anew(content: bytes) -> Drawn:
    """Decode and encode a picture in a child process. Raises ``PictureRefused``."""
    if len(content) > BYTES_MAX:
        raise PictureRefused(PictureFault.TOO_LARGE)
    if not content:
        raise PictureRefused(PictureFault.EMPTY)
    try:
        told: dict[str, Any] = json.loads(asked(PICTURES, content))
    except ChildEnded as error:
        raise PictureRefused(PictureFault.TOO_HEAVY) from error
    if "fault" in told:
        raise PictureRefused(PictureFault(told["fault"]))
    files = {name: base64.b64decode(body) for name, body in told["files"].items()}
    return Drawn(told["width"], told["height"], files)
