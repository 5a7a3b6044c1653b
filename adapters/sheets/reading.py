"""The parent's side of reading a sheet: it starts the child, and believes nothing of what was not finished."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from typing import Any

from adapters.confinement import SHEETS, Running, started
from trade.kernel.ports import Sheet, SheetFault, SheetLimits, SheetRefused, SheetRow


@contextmanager
def read_sheet(content: bytes, *, encoding: str = "", limits: SheetLimits | None = None) -> Iterator[Sheet]:
    """Open ``content`` as a sheet; see :class:`trade.kernel.ports.SheetReader`."""
    limits = limits or SheetLimits()
    if len(content) > limits.file_bytes:
        raise SheetRefused(SheetFault.TOO_LARGE)
    with started(SHEETS, content, json.dumps({"encoding": encoding, **asdict(limits)})) as child:
        yield _sheet(child)


def _sheet(child: Running) -> Sheet:
    first = _message(child)
    head = tuple(SheetRow(number, cells) for number, cells in first["head"])
    return Sheet(first["name"], first["encoding"], first["is_guess"], first["height"], head, _rows(child))


def _rows(child: Running) -> Iterator[SheetRow]:
    while True:
        message = _message(child)
        if "end" in message:
            return
        for number, cells in message["rows"]:
            yield SheetRow(number, cells)


def _message(child: Running) -> dict[str, Any]:
    """Read what the child says next; a child that ends in the middle ran into its limits."""
    line = child.heard(lambda pipe, most: pipe.readline(most))
    if not line.endswith(b"\n"):
        raise SheetRefused(SheetFault.TOO_HEAVY) from child.ended(line)
    message: dict[str, Any] = json.loads(line)
    if "fault" in message:
        raise SheetRefused(SheetFault(message["fault"]))
    return message
