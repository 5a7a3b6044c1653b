"""XLSX: looked through before it is parsed, then its first visible sheet that holds something, as text."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, Final

from adapters.sheets.found import Found, Place
from trade.kernel.ports import HEAD_ROWS, SheetFault, SheetLimits, SheetRefused, SheetRow

_EXACT: Final = 2**53
"""A spreadsheet's numbers are floats: whole ones are exact up to here."""
_BLOCK: Final = 1 << 20
_ROW: Final = re.compile(rb"<(?:\w+:)?row\b[^>]{0,400}?\br=[\"'](\d{1,9})[\"']")
_FAR: Final = re.compile(rb"\br=[\"'][A-Z]{3}\d")
"""A cell beyond column ZZ: no list is that wide."""


def read_workbook(file: io.BytesIO, limits: SheetLimits) -> Found:
    """Open a workbook. Raises ``SheetRefused``."""
    _look_through(file, limits)
    file.seek(0)
    import python_calamine  # noqa: PLC0415 - loaded already where somebody reads a workbook

    try:
        book = python_calamine.CalamineWorkbook.from_filelike(file)
        visible = python_calamine.SheetVisibleEnum.Visible
        for position, sheet in enumerate(book.sheets_metadata):
            if sheet.visible != visible:
                continue
            found = book.get_sheet_by_index(position)
            if found.start is not None:
                return Found(
                    _rows(found), name=sheet.name, merged=_merged(found), height=found.end[0] + 1 if found.end else 0
                )
    except python_calamine.CalamineError as error:
        raise SheetRefused(SheetFault.BROKEN) from error
    raise SheetRefused(SheetFault.EMPTY)


def _look_through(file: io.BytesIO, limits: SheetLimits) -> None:
    """Refuse what would unpack to too much, or claims rows and columns that no list has; nothing is parsed yet."""
    try:
        with zipfile.ZipFile(file) as archive:
            parts = archive.infolist()
            if not any(part.filename == "xl/workbook.xml" for part in parts):
                raise SheetRefused(SheetFault.NOT_A_SHEET)
            if len(parts) > limits.parts:
                raise SheetRefused(SheetFault.TOO_HEAVY)
            packed = len(file.getbuffer())
            most = min(limits.unpacked_bytes, max(packed * limits.unpacked_ratio, _BLOCK))
            for part in parts:
                most -= _unpacked(archive, part, most, limits)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise SheetRefused(SheetFault.BROKEN) from error


def _unpacked(archive: zipfile.ZipFile, part: zipfile.ZipInfo, most: int, limits: SheetLimits) -> int:
    """How many bytes a part really unpacks to; its own word for it may be a lie."""
    is_sheet = part.filename.startswith("xl/worksheets/")
    size, tail = 0, b""
    with archive.open(part) as packed:
        while block := packed.read(_BLOCK):
            size += len(block)
            if size > most:
                raise SheetRefused(SheetFault.TOO_HEAVY)
            if is_sheet:
                _look_at(tail + block, limits)
                tail = block[-500:]
    return size


def _look_at(xml: bytes, limits: SheetLimits) -> None:
    numbers = _ROW.findall(xml)
    if numbers and int(numbers[-1]) > limits.rows:
        raise SheetRefused(SheetFault.TOO_MANY_ROWS)
    if _FAR.search(xml):
        raise SheetRefused(SheetFault.TOO_MANY_COLUMNS)


def _merged(sheet: Any) -> dict[Place, Place]:
    """Which cell each place in the head takes its text from, where cells are merged."""
    covered: dict[Place, Place] = {}
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        if top >= HEAD_ROWS or (bottom - top + 1) * (right - left + 1) > 10_000:
            continue
        for row in range(top, min(bottom, HEAD_ROWS - 1) + 1):
            for column in range(left, right + 1):
                covered[row, column] = (top, left)
    return covered


def _rows(sheet: Any) -> Iterator[SheetRow]:
    """Each row from the sheet's first; calamine leaves out the empty columns on the left, which count for positions."""
    margin = [""] * sheet.start[1]
    for number, cells in enumerate(sheet.iter_rows(), start=1):
        yield SheetRow(number, margin + [as_text(cell) for cell in cells])


def as_text(value: Any) -> str:
    """A cell as somebody would have typed it: 5, not 5.0; a formula is its value; what failed is empty."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return _number(float(value))
    if isinstance(value, datetime):
        midnight = value.time() == time()
        return value.date().isoformat() if midnight else value.isoformat(" ", "seconds")
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value) if isinstance(value, timedelta) else ""


def _number(value: float) -> str:
    if value != value or value in (float("inf"), float("-inf")):  # noqa: PLR0124 - NaN is what differs from itself
        return ""
    if value.is_integer() and abs(value) <= _EXACT:
        return str(int(value))
    return f"{Decimal(repr(value)):f}"
