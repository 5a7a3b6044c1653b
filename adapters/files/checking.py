"""The parent's side: hands files to the child, and believes nothing of what was not finished. It decodes nothing itself."""

from __future__ import annotations

import io
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from adapters.files.frames import read_frame, write_frame
from trade.files.ports import Checked, Sent
from trade.files.rules import BYTES_MAX, FileFault, FileKind, FileRefused, title_of

KEPT_MAX: Final = 16 * 1024 * 1024
_PROJECT: Final = Path(__file__).parents[2]
_SECONDS_EACH: Final = 30
"""By the clock, a busy machine included; the child's own limit is of the processor's time."""


def check_file(sent: Sent, kind: FileKind) -> Checked:
    """Look at one file. Raises ``FileRefused``."""
    (found,) = check_files([sent], kind)
    if isinstance(found, FileFault):
        raise FileRefused(found)
    return found


def check_files(sent: Sequence[Sent], kind: FileKind) -> list[Checked | FileFault]:
    """Look at files; see :class:`trade.files.ports.CheckFiles`. One child serves them all, each in a process of its own."""
    faults = [_too_plain(one, kind) for one in sent]
    looked_at = [one for one, fault in zip(sent, faults, strict=True) if fault is None]
    answers = iter(_answers(looked_at, kind))
    return [fault or next(answers) for fault in faults]


def _too_plain(sent: Sent, kind: FileKind) -> FileFault | None:
    """What needs no look inside."""
    if not sent.content:
        return FileFault.EMPTY
    return FileFault.TOO_LARGE if len(sent.content) > BYTES_MAX[kind] else None


def _answers(sent: Sequence[Sent], kind: FileKind) -> list[Checked | FileFault]:
    if not sent:
        return []
    with tempfile.TemporaryFile() as asked, tempfile.TemporaryFile() as told:
        for one in sent:
            write_frame(asked, {"kind": kind}, one.content)
        asked.seek(0)
        _run(asked, told, len(sent))
        told.seek(0)
        return [_answer(one, kind, told) for one in sent]


def _run(asked: Any, told: Any, files: int) -> None:
    """Let the child work; it sees neither our environment nor our files' names. What it leaves open is answered below."""
    child = subprocess.Popen(
        [sys.executable, "-m", "adapters.files.child"],
        stdin=asked,
        stdout=told,
        stderr=subprocess.DEVNULL,
        cwd=_PROJECT,
        env={"PYTHONDONTWRITEBYTECODE": "1", "LC_ALL": "C.UTF-8"},
    )
    try:
        child.wait(_SECONDS_EACH * files)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()


def _answer(sent: Sent, kind: FileKind, told: io.BufferedIOBase) -> Checked | FileFault:
    frame = read_frame(told, KEPT_MAX)  # type: ignore[arg-type]
    if frame is None:
        return FileFault.TOO_HEAVY
    head, body = frame
    if "fault" in head:
        return FileFault(head["fault"])
    return Checked(kind, head["media_type"], title_of(sent.title), body, head.get("dhash"))
