"""The child's side: ``python -m adapters.files.child``. It loads its libraries once; each file is looked at in a fork with limits.

It answers file after file for as long as its parent sends some, and decodes nothing itself. What a fork spoils ends with the fork.
"""

from __future__ import annotations

import gc
import os
import select
import signal
import sys
import warnings
from typing import Final

from PIL import Image

from adapters.confinement import FAILED, FILES, OUT_OF_MEMORY, confine
from adapters.files.documents import sound_document
from adapters.files.faults import Refused
from adapters.files.frames import read_frame, write_frame
from adapters.files.photos import draw_anew
from trade.files.rules import BYTES_MAX, FileFault, FileKind

YIELDS: Final = 15
"""How far the child stands back where the pages of others want the same core."""
IDLE: Final = 60
"""Seconds without a file after which the child goes home; the next file has another started."""


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
        code = _answered(FileKind(head["kind"]), content)
        if code is not None:
            write_frame(sys.stdout.buffer, {"fault": FileFault.TOO_HEAVY, "ended": code})
        del frame, content  # what waits holds nothing of anybody's


def _answered(kind: FileKind, content: bytes) -> int | None:
    """Have a fork look at a file and answer; the exit code of one that did not. It answers whole, by one write at its very end."""
    reads, writes = os.pipe()
    process = os.fork()
    if not process:
        _look(kind, content, writes)
    os.close(writes)
    with os.fdopen(reads, "rb") as pipe:
        answer = read_frame(pipe, FILES.answer)
    os.kill(process, signal.SIGKILL)  # whatever it would still do
    _, status = os.waitpid(process, 0)
    if answer is None:
        return os.waitstatus_to_exitcode(status)
    write_frame(sys.stdout.buffer, *answer)
    return None


def _look(kind: FileKind, content: bytes, pipe: int) -> None:
    """Look at a file, and end. It hears nothing of the next file, and answers for no other."""
    code = FAILED
    try:
        confine(FILES, keep=[pipe])
        write_frame(os.fdopen(pipe, "wb"), *_answer(kind, content))
        code = 0
    except MemoryError:
        code = OUT_OF_MEMORY
    finally:
        os._exit(code)


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
    told: dict[str, object] = {"media_type": "image/jpeg"}
    if kind is FileKind.PHOTO:
        told["dhash"] = drawn.dhash
    return told, drawn.content


if __name__ == "__main__":
    main()
