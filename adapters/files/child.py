"""The child's side: ``python -m adapters.files.child``. It loads its libraries once; each file is looked at in a fork with limits.

It answers file after file for as long as its parent sends some, and decodes nothing itself. What a fork spoils ends with the fork.
"""

from __future__ import annotations

import gc
import os
import resource
import select
import signal
import sys
import warnings
from contextlib import suppress
from typing import IO, Final

from PIL import Image

from adapters.files.documents import sound_document
from adapters.files.faults import Refused
from adapters.files.frames import read_frame, write_frame
from adapters.files.photos import draw_anew
from trade.files.rules import BYTES_MAX, FileFault, FileKind

MEMORY: Final = 256 * 1024 * 1024
"""Of addresses, Python and its libraries included; what is really used is less."""
SECONDS: Final = 5
YIELDS: Final = 15
"""How far the child stands back where the pages of others want the same core."""
IDLE: Final = 60
"""Seconds without a file after which the child goes home; the next file has another started."""
NOBODY: Final = 65534
_PATIENCE: Final = 20
"""Seconds by the clock after which a file that waits for something is given up."""


def main() -> None:
    """Answer for each file of standard input, in order."""
    os.nice(YIELDS)
    os.sched_setscheduler(
        0, os.SCHED_BATCH, os.sched_param(0)
    )  # whoever waits for a page never waits for us to finish a slice
    warnings.simplefilter("error")
    Image.init()  # once, not in each fork
    gc.freeze()
    while select.select([sys.stdin], [], [], IDLE)[0] and (
        frame := read_frame(sys.stdin.buffer, max(BYTES_MAX.values()))
    ):
        head, content = frame
        if not _answered(FileKind(head["kind"]), content):
            write_frame(sys.stdout.buffer, {"fault": FileFault.TOO_HEAVY})
        del frame, content  # what waits holds nothing of anybody's


def _answered(kind: FileKind, content: bytes) -> bool:
    """Have a fork look at a file and answer; whether it did. It answers whole, by one write at its very end, or not at all."""
    reads, writes = os.pipe()
    process = os.fork()
    if not process:
        os.close(reads)
        _look(kind, content, os.fdopen(writes, "wb"))
    os.close(writes)
    with os.fdopen(reads, "rb") as pipe:
        answer = read_frame(pipe, 1 << 30)
    os.kill(process, signal.SIGKILL)  # whatever it would still do
    os.waitpid(process, 0)
    if answer is not None:
        write_frame(sys.stdout.buffer, *answer)
    return answer is not None


def _look(kind: FileKind, content: bytes, pipe: IO[bytes]) -> None:
    """Look at a file, and end."""
    try:
        os.closerange(0, 3)  # it hears nothing of the next file, and answers for no other
        _confine()
        write_frame(pipe, *_answer(kind, content))
    finally:
        os._exit(0)


def _confine() -> None:
    """Give up rank, memory, time, files, the network and children before the first hostile byte is read."""
    if not os.geteuid():  # a container's root stands above some limits
        with suppress(OSError):
            os.setgroups([])
            os.setgid(NOBODY)
            os.setuid(NOBODY)
    for limit, value in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NPROC, 0),
        (resource.RLIMIT_NOFILE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(limit, (value, value))
    signal.alarm(_PATIENCE)


def _answer(kind: FileKind, content: bytes) -> tuple[dict[str, object], bytes]:
    try:
        if kind is FileKind.DOCUMENT and content[:5] == b"%PDF-":
            return {"media_type": "application/pdf"}, sound_document(content)
        drawn = draw_anew(content)
    except Refused as refused:
        fault = refused.fault
        if kind is FileKind.DOCUMENT and fault is FileFault.NOT_A_PHOTO:
            fault = FileFault.NOT_A_DOCUMENT
        return {"fault": fault}, b""
    except MemoryError:
        return {"fault": FileFault.TOO_HEAVY}, b""
    told: dict[str, object] = {"media_type": "image/jpeg"}
    if kind is FileKind.PHOTO:
        told["dhash"] = drawn.dhash
    return told, drawn.content


if __name__ == "__main__":
    main()
