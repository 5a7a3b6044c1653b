"""The parent's side: hands a paper's words to a child that sets them, and waits a little for its bytes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from threading import Lock
from typing import Any, Final

from adapters.confinement import PAPERS, ChildEnded, Ended, asked
from trade.invoicing.ports import PaperTooLong

_ONE_AT_A_TIME: Final = Lock()
"""A long paper takes 220 MB in its child: whoever asks for several at once waits for them one after the other."""


def set_paper(sheet: Mapping[str, Any]) -> bytes:
    """Set one sheet as PDF (see ``trade.invoicing.ports.PaperSetter``).

    The child has its own memory, gone when it ends, and neither our environment nor a network to ask.
    """
    try:
        with _ONE_AT_A_TIME:
            paper = asked(PAPERS, json.dumps(sheet).encode())
    except ChildEnded as error:
        if error.ended is Ended.FAILED:
            raise RuntimeError(f"a paper could not be set: {error.words}") from error
        raise PaperTooLong from error
    if not paper:
        raise PaperTooLong
    return paper
