"""How many files are looked at at once on a machine: whoever looks at one holds one of few locked files meanwhile."""

from __future__ import annotations

import fcntl
import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

SLOTS: Final = max(1, (os.cpu_count() or 1) // 2)
"""Half of the cores stay with the pages, whatever is sent."""
room_name = f"pinhuo-files-{os.getuid()}"
"""Every process of this user on this machine finds the same locks there. Tests that run at once keep rooms of their own."""
_LOOKS_EVERY: Final = 0.01


@contextmanager
def slot(patience: float, count: int = SLOTS) -> Iterator[bool]:
    """Hold a slot; ``False`` where none came free in ``patience`` seconds. The kernel gives back what a dead process held."""
    held = _taken(_room(), count, time.monotonic() + patience)
    try:
        yield held is not None
    finally:
        if held is not None:
            os.close(held)


def _taken(room: Path, count: int, until: float) -> int | None:
    while True:
        for number in range(count):
            lock = os.open(room / str(number), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                os.close(lock)
            else:
                return lock
        if time.monotonic() >= until:
            return None
        time.sleep(_LOOKS_EVERY)


def _room() -> Path:
    """Where the locks lie; nobody else may write there."""
    room = Path(tempfile.gettempdir()) / room_name
    room.mkdir(mode=0o700, exist_ok=True)
    return room
