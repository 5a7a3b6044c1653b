"""The child's side: it hears all that it is sent, gives up what it holds, and only then looks at it."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterable
from typing import Final, NoReturn

from adapters.confinement.closing import confine
from adapters.confinement.ending import FAILED, OUT_OF_MEMORY
from adapters.confinement.kinds import Kind

_ANSWERS: Final = 1
_BEGINS: Final = 4


def serve(kind: Kind, load: Callable[[bytes], object], look: Callable[[bytes], Iterable[bytes]]) -> NoReturn:
    """Look at what standard input holds, say what comes of it, and end.

    Whatever ``look`` needs, ``load`` loads; it is told how the input begins, and looks no further.
    """
    content = sys.stdin.buffer.read()
    load(content[:_BEGINS])
    confine(kind, keep=[_ANSWERS])
    code = 0
    try:
        for said in look(content):
            _say(said, kind.patience)
    except MemoryError:
        code = OUT_OF_MEMORY
    except BaseException as error:  # noqa: BLE001 - whatever it is, whoever asked shall read it
        code = FAILED
        _say(f"{type(error).__name__}: {error}".encode(errors="replace"), kind.patience)
    finally:
        os._exit(code)


def _say(said: bytes, patience: int) -> None:
    """Say something, however slowly it is heard: only what we do ourselves is counted."""
    signal.alarm(0)
    left = memoryview(said)
    while left:
        left = left[os.write(_ANSWERS, left) :]
    signal.alarm(patience)
