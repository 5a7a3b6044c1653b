"""The parent's side: one child stands ready, with its libraries loaded, for as long as files come; it forks for each."""

from __future__ import annotations

import atexit
import os
import subprocess
from contextlib import suppress
from threading import Lock, Timer
from typing import Any, Final

from adapters.confinement import FILES, child_of
from adapters.files.frames import read_frame, write_frame

SECONDS_EACH: Final = 30
"""By the clock, a busy machine included; the child's own limit is of the processor's time."""


class Desk:
    """The child of this process. It is asked by one thread at a time; what dies is replaced at the next file."""

    def __init__(self) -> None:
        self.turn = Lock()
        self.child: subprocess.Popen[bytes] | None = None
        self.owner = 0

    def ask(self, head: dict[str, Any], content: bytes) -> tuple[dict[str, Any], bytes] | None:
        """Have one file looked at; ``None`` where whoever looked at it ended without an answer."""
        for _ in range(2):
            child = self._ready()
            answer = _asked(child, head, content)
            if answer is not None:
                return answer
            if self.close() != 0:  # it was ended; one that went home by itself has not read what was sent
                return None
        return None

    def close(self) -> int:
        """Let the child go; answer how it ended."""
        child, self.child = self.child, None
        if child is None or self.owner != os.getpid():
            return 0
        for pipe in (child.stdin, child.stdout):
            if pipe is not None:
                _close(pipe)
        try:
            return child.wait(1)
        except subprocess.TimeoutExpired:
            child.kill()
            return child.wait()

    def _ready(self) -> subprocess.Popen[bytes]:
        """Return the child: a new one where there is none, it ended, or it belongs to the process that we were forked from."""
        if self.child is not None and (self.owner != os.getpid() or self.child.poll() is not None):
            self.close()
        if self.child is None:
            self.child, self.owner = _started(), os.getpid()
        return self.child


def _started() -> subprocess.Popen[bytes]:
    """Start a child; it sees neither our environment nor our files' names."""
    return child_of(FILES, hears=subprocess.PIPE)


def _asked(child: subprocess.Popen[bytes], head: dict[str, Any], content: bytes) -> tuple[dict[str, Any], bytes] | None:
    assert child.stdin is not None
    assert child.stdout is not None
    watch = Timer(SECONDS_EACH, child.kill)
    watch.start()
    try:
        write_frame(child.stdin, head, content)
        return read_frame(child.stdout, FILES.answer)
    except OSError:
        return None
    finally:
        watch.cancel()


def _close(pipe: Any) -> None:
    with suppress(OSError):  # what was still to be written finds nobody any more
        pipe.close()


DESK: Final = Desk()
atexit.register(DESK.close)
