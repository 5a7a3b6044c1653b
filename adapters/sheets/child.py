"""The child's side: ``python -m adapters.sheets.child LIMITS < file``. One line of JSON says what the sheet is, the next hold its rows."""

from __future__ import annotations

import codecs
import io
import json
import sys
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final

from adapters.confinement import SHEETS, serve
from adapters.sheets.text import CODECS, read_text
from adapters.sheets.workbook import read_workbook
from trade.kernel.ports import HEAD_ROWS, SheetFault, SheetLimits, SheetRefused, SheetRow

_ROWS_A_LINE: Final = 500
_WORKBOOK: Final = b"PK\x03\x04"
_OLD_WORKBOOK: Final = b"\xd0\xcf\x11\xe0"


def main() -> None:
    """Read the file of standard input within the limits that were given."""
    told: dict[str, Any] = json.loads(sys.argv[1])
    encoding = told.pop("encoding")
    limits = SheetLimits(**told)
    serve(
        replace(SHEETS, memory=limits.memory_bytes, seconds=limits.seconds),
        _load,
        lambda content: _lines(content, encoding, limits),
    )


def _load(begins: bytes) -> None:
    """Load what the reading of a sheet would load by itself in its middle."""
    if begins == _WORKBOOK:
        import python_calamine  # noqa: PLC0415, F401 - who reads no workbook need not wait for it

        codecs.lookup("cp437")  # names in archives
    for codec in CODECS:
        codecs.lookup(codec)


def _lines(content: bytes, encoding: str, limits: SheetLimits) -> Iterator[bytes]:
    try:
        for message in _messages(content, encoding, limits):
            yield json.dumps(message, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
    except SheetRefused as error:
        yield json.dumps({"fault": error.fault}).encode() + b"\n"


def _messages(content: bytes, encoding: str, limits: SheetLimits) -> Iterator[dict[str, Any]]:
    if content.startswith(_OLD_WORKBOOK):
        raise SheetRefused(SheetFault.OLD_WORKBOOK)
    if content.startswith(_WORKBOOK):
        found = read_workbook(io.BytesIO(content), limits)
    else:
        found = read_text(content, encoding)
    rows = _within(found.rows, limits)
    buffered: list[SheetRow] = []
    for row in rows:
        buffered.append(row)
        if row.number >= HEAD_ROWS:
            break
    if not buffered:
        raise SheetRefused(SheetFault.EMPTY)
    head = [SheetRow(row.number, found.spread(row)) for row in buffered if row.number <= HEAD_ROWS]
    yield {
        "name": found.name,
        "encoding": found.encoding,
        "is_guess": found.is_guess,
        "height": found.height,
        "head": head,
    }
    yield {"rows": buffered}
    yield from _chunks(rows)
    yield {"end": True}


def _chunks(rows: Iterator[SheetRow]) -> Iterator[dict[str, Any]]:
    chunk: list[SheetRow] = []
    for row in rows:
        chunk.append(row)
        if len(chunk) == _ROWS_A_LINE:
            yield {"rows": chunk}
            chunk = []
    if chunk:
        yield {"rows": chunk}


def _within(rows: Iterator[SheetRow], limits: SheetLimits) -> Iterator[SheetRow]:
    """Let rows that are not blank through, without the empty cells at their ends, until there are too many."""
    for row in rows:
        cells = row.cells
        while cells and not cells[-1]:
            cells.pop()
        if not cells:
            continue
        if len(cells) > limits.columns:
            raise SheetRefused(SheetFault.TOO_MANY_COLUMNS)
        if row.number > limits.rows:
            raise SheetRefused(SheetFault.TOO_MANY_ROWS)
        yield row


if __name__ == "__main__":
    main()
