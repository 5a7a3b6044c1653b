"""The parent's side: hands a paper's words to a child that sets them, and waits a little for its bytes."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from threading import Lock
from typing import Any, Final

from trade.invoicing.ports import PaperTooLong

_PROJECT: Final = Path(__file__).parents[2]
_SECONDS: Final = 20
_TOO_LONG: Final = 3
_KILLED: Final = frozenset({-signal.SIGXCPU, -signal.SIGKILL})
"""How a child ends that used up its time."""
_ONE_AT_A_TIME: Final = Lock()
"""A long paper takes 220 MB in its child: whoever asks for several at once waits for them one after the other."""


def set_paper(sheet: Mapping[str, Any]) -> bytes:
    """Set one sheet as PDF (see ``trade.invoicing.ports.PaperSetter``).

    The child has its own memory, gone when it ends, and neither our environment nor a network to ask.
    """
    try:
        with _ONE_AT_A_TIME:
            child = subprocess.run(
                [sys.executable, "-m", "adapters.papers.child"],
                input=json.dumps(sheet).encode(),
                capture_output=True,
                cwd=_PROJECT,
                env={"PYTHONDONTWRITEBYTECODE": "1", "LC_ALL": "C.UTF-8"},
                timeout=_SECONDS,
                check=False,
            )
    except subprocess.TimeoutExpired as error:
        raise PaperTooLong from error
    if child.returncode == _TOO_LONG or child.returncode in _KILLED:
        raise PaperTooLong
    if child.returncode != 0:
        raise RuntimeError(f"a paper could not be set: {child.stderr.decode(errors='replace')[-2000:]}")
    return child.stdout
