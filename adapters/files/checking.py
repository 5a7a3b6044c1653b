"""The parent's side: hands files to the child, and believes nothing of what was not finished. It decodes nothing itself."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from threading import BoundedSemaphore
from typing import Final

from adapters.confinement import FILES, Ended, tell, why
from adapters.files.desk import DESK
from adapters.files.slots import slot
from trade.files.ports import Checked, Sent
from trade.files.rules import BYTES_MAX, FileFault, FileKind, FileRefused, title_of

PATIENCE: Final = 4.0
"""Seconds that a file waits for its turn; then its sender is asked to send it again."""
_WAITING: Final = BoundedSemaphore(2)
"""Half of the threads that a web process has by default."""


def check_file(sent: Sent, kind: FileKind) -> Checked:
    """Look at one file. Raises ``FileRefused``."""
    (found,) = check_files([sent], kind)
    if isinstance(found, FileFault):
        raise FileRefused(found)
    return found


def check_files(sent: Sequence[Sent], kind: FileKind) -> list[Checked | FileFault]:
    """Look at files; see :class:`trade.files.ports.CheckFiles`. Each is looked at in a process of its own."""
    faults = [_too_plain(one, kind) for one in sent]
    looked_at = [one for one, fault in zip(sent, faults, strict=True) if fault is None]
    answers = _answers(looked_at, kind)
    return [fault or next(answers) for fault in faults]


def _too_plain(sent: Sent, kind: FileKind) -> FileFault | None:
    """What needs no look inside."""
    if not sent.content:
        return FileFault.EMPTY
    return FileFault.TOO_LARGE if len(sent.content) > BYTES_MAX[kind] else None


def _answers(sent: Sequence[Sent], kind: FileKind) -> Iterator[Checked | FileFault]:
    """Ask for one after the other; where one finds no room, those after it do not wait again."""
    is_busy = False
    for one in sent:
        answer = FileFault.BUSY if is_busy else _in_turn(one, kind)
        is_busy = answer is FileFault.BUSY
        yield answer


def _in_turn(sent: Sent, kind: FileKind) -> Checked | FileFault:
    """Wait a little for this process's turn and for room on the machine. Few wait: the other threads stay with the pages."""
    if not _WAITING.acquire(blocking=False):
        return FileFault.BUSY
    try:
        until = time.monotonic() + PATIENCE
        if not DESK.turn.acquire(timeout=PATIENCE):
            return FileFault.BUSY
        try:
            with slot(until - time.monotonic()) as is_free:
                return _told(sent, kind) if is_free else FileFault.BUSY
        finally:
            DESK.turn.release()
    finally:
        _WAITING.release()


def _told(sent: Sent, kind: FileKind) -> Checked | FileFault:
    answer = DESK.ask({"kind": kind}, sent.content)
    if answer is None:
        tell(FILES, Ended.FAILED)
        return FileFault.TOO_HEAVY
    head, body = answer
    if "ended" in head:
        tell(FILES, why(head["ended"]))
    if "fault" in head:
        return FileFault(head["fault"])
    return Checked(kind, head["media_type"], title_of(sent.title), body, head.get("dhash"))
