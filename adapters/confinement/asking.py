"""The parent's side: it starts a child with nothing of ours, waits no longer than it has to, and hears no more than it can hold."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Timer
from typing import IO, Any, Final

from adapters.confinement.ending import ChildEnded, Ended, tell, why
from adapters.confinement.kinds import Kind

_PROJECT: Final = Path(__file__).parents[2]
_START: Final = 10
"""Seconds more than its own patience that we wait for a child: it may take so long to start on a busy machine."""
_END: Final = 2
"""Seconds in which a child that has said all is over."""
_WORDS: Final = 2000


def child_of(kind: Kind, *arguments: str, hears: int | IO[Any]) -> subprocess.Popen[bytes]:
    """Start a child. It sees neither our environment nor a descriptor of ours, and what it complains of is heard by nobody."""
    return subprocess.Popen(
        _command(kind, *arguments),
        stdin=hears,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=_PROJECT,
        env={"PYTHONDONTWRITEBYTECODE": "1", "LC_ALL": "C.UTF-8"},
    )


def _command(kind: Kind, *arguments: str) -> list[str]:
    return [sys.executable, "-m", f"adapters.{kind.name}.child", *arguments]


class Running:
    """A child that is at work."""

    def __init__(self, kind: Kind, process: subprocess.Popen[bytes]) -> None:
        self.kind = kind
        self.process = process
        self.was_given_up = False

    def heard(self, read: Callable[[IO[bytes], int], bytes]) -> bytes:
        """Hear what ``read`` reads of it, with a patience that begins now."""
        assert self.process.stdout is not None
        watch = Timer(self.kind.patience + _START, self._give_up)
        watch.start()
        try:
            return read(self.process.stdout, self.kind.answer + 1)
        finally:
            watch.cancel()

    def code(self) -> int:
        """Wait for its end, which is near: it closed what it answers through."""
        try:
            return self.process.wait(_END)
        except subprocess.TimeoutExpired:
            self._give_up()
            return self.process.wait()

    def ended(self, said: bytes) -> ChildEnded:
        """Say, to an operator too, why the last that it said is no answer."""
        if len(said) > self.kind.answer:
            self.process.kill()
            ended, words = Ended.ANSWER, ""
        else:
            code = self.code()
            ended = Ended.CLOCK if self.was_given_up else why(code)
            words = said[-_WORDS:].decode(errors="replace") if ended is Ended.FAILED else ""
        tell(self.kind, ended, words)
        return ChildEnded(ended, words)

    def _give_up(self) -> None:
        self.was_given_up = True
        self.process.kill()


@contextmanager
def started(kind: Kind, content: bytes, *arguments: str) -> Iterator[Running]:
    """A child with something to look at. It is gone afterwards, whatever it still did."""
    with open(os.memfd_create("sent"), "w+b") as file:  # noqa: PTH123 - it has no path
        file.write(content)
        file.seek(0)
        process = child_of(kind, *arguments, hears=file)
        try:
            yield Running(kind, process)
        finally:
            process.kill()
            process.communicate()


def asked(kind: Kind, content: bytes) -> bytes:
    """Return all that a child says of something. Raises ``ChildEnded`` where it did not come to its end."""
    with started(kind, content) as child:
        said = child.heard(lambda pipe, most: pipe.read(most))
        if len(said) > kind.answer or child.code():
            raise child.ended(said)
        return said
