"""The parent's side of drawing a picture anew: it starts the child, and decodes nothing itself."""

from __future__ import annotations

import base64
import json
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

from trade.catalogue.ports import BYTES_MAX, Drawn, PictureFault, PictureRefused

_PROJECT: Final = Path(__file__).parents[2]
_SECONDS: Final = 60
"""By the clock, a busy machine included; the child's own limit is of the processor's time."""


def draw_anew(content: bytes) -> Drawn:
    """Decode and encode a picture in a child process. Raises ``PictureRefused``."""
    if len(content) > BYTES_MAX:
        raise PictureRefused(PictureFault.TOO_LARGE)
    if not content:
        raise PictureRefused(PictureFault.EMPTY)
    try:
        child = subprocess.run(
            [sys.executable, "-m", "adapters.pictures.child"],
            input=content,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=_PROJECT,
            env={"PYTHONDONTWRITEBYTECODE": "1", "LC_ALL": "C.UTF-8"},
            timeout=_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise PictureRefused(PictureFault.TOO_HEAVY) from error
    if child.returncode:
        raise PictureRefused(PictureFault.TOO_HEAVY)
    told: dict[str, Any] = json.loads(child.stdout)
    if "fault" in told:
        raise PictureRefused(PictureFault(told["fault"]))
    files = {name: base64.b64decode(body) for name, body in told["files"].items()}
    return Drawn(told["width"], told["height"], files)
