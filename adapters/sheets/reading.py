"""The parent's side of reading a sheet: it starts the child, and believes nothing of what was not finished."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from threading import Timer
from typing import Any, Final

from trade.kernel.ports import Sheet, SheetFault, SheetLimits, SheetRefused, SheetRow

_PROJECT: Final = Path(__file__).parents[2]
_OPENING_SECONDS: Final = 30
"""A child that says nothing for so long waits for something that will not come (a busy machine included)."""


@contextmanager
def read_sheet(content: bytes, *, encoding: str = "", limits: SheetLimits | None = None) -> Iterator[Sheet]:
    """Open ``content`` as a sheet; see :class:`trade.kernel.ports.SheetReader`."""
    limits = limits or SheetLimits()
    if len(content) > limits.file_bytes:
        raise SheetRefused(SheetFault.TOO_LARGE)
    with tempfile.TemporaryFile() as file:
        file.write(content)
        file.seek(0)
        child = _start(file, encoding, limits)
        try:
            yield _sheet(child)
        finally:
            child.kill()
            child.communicate()


def _start(file: Any, encoding: str, limits: SheetLimits) -> subprocess.Popen[bytes]:
    """Start the child with the file as its input; it sees neither our environment nor our files' names."""
    told = json.dumps({"encoding": encoding, **asdict(limits)})
    return subprocess.Popen(
        [sys.executable, "-m", "adapters.sheets.child", told],
        stdin=file,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=_PROJECT,
        env={"PYTHONDONTWRITEBYTECODE": "1", "LC_ALL": "C.UTF-8"},
    )


def _sheet(child: subprocess.Popen[bytes]) -> Sheet:
    watch = Timer(_OPENING_SECONDS, child.kill)
    watch.start()
    try:
        first = _message(child)
    finally:
        watch.cancel()
    head = tuple(SheetRow(number, cells) for number, cells in first["head"])
    return Sheet(first["name"], first["encoding"], first["is_guess"], first["height"], head, _rows(child))


def _rows(child: subprocess.Popen[bytes]) -> Iterator[SheetRow]:
    while True:
        message = _message(child)
        if "end" in message:
            return
        for number, cells in message["rows"]:
            yield SheetRow(number, cells)


def _message(child: subprocess.Popen[bytes]) -> dict[str, Any]:
    """Read what the child says next; a child that ends in the middle ran into its limits."""
    assert child.stdout is not None
    line = child.stdout.readline()
    if not line.endswith(b"\n"):
        raise SheetRefused(SheetFault.TOO_HEAVY)
    message: dict[str, Any] = json.loads(line)
    if "fault" in message:
        raise SheetRefused(SheetFault(message["fault"]))
    return message
