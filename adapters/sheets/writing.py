"""A workbook as people's spreadsheets open it: texts are texts, numbers are numbers, days are days, nothing is run.

It is written here, not by a library: one sheet of few kinds of cells is a few parts of XML, and this takes a tenth of the time.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from itertools import chain
from tempfile import TemporaryFile
from typing import IO, Final
from zipfile import ZIP_DEFLATED, ZipFile

from adapters.sheets.parts import SHEET_END, SHEET_START, Style, parts_of
from trade.kernel.cells import RUN
from trade.kernel.ports import WORKBOOK_ROWS, WorkbookFull, WrittenCell

BehindSheet = tuple[str, Sequence[str], Sequence[Sequence[WrittenCell]], Sequence[int]]
"""Title, header, rows and widths of a second sheet: few rows, all at hand."""
_EPOCH: Final = datetime(1899, 12, 30)  # noqa: DTZ001 - a workbook's days know no zone
_SECONDS: Final = 24 * 3600
_TEXT_MAX: Final = 32_767
_ROWS_AT_ONCE: Final = 200
_UNPRINTABLE: Final = dict.fromkeys([*range(9), *range(11, 32), 0xFFFE, 0xFFFF])
_ESCAPES: Final = str.maketrans({**_UNPRINTABLE, "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"})
"""Control characters have no place in XML."""
_CODED: Final = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
"""Spreadsheets read “_x0041_” as “A”, unless its first stroke is written as a code itself."""


def write_workbook(
    title: str, header: Sequence[str], rows: Iterable[Sequence[WrittenCell]], *, widths: Sequence[int] = ()
) -> bytes:
    """One sheet as bytes; see :class:`trade.kernel.ports.SheetWriter`."""
    with workbook_file(title, header, rows, widths=widths) as written:
        return written.read()


def workbook_file(
    title: str,
    header: Sequence[str],
    rows: Iterable[Sequence[WrittenCell]],
    *,
    widths: Sequence[int] = (),
    behind: BehindSheet | None = None,
) -> IO[bytes]:
    """One sheet with a bold header that stays in view, on disk, to be read from its beginning: memory holds few rows.

    ``behind`` is a second sheet, for people: :func:`read_sheet` reads the first. Whoever reads it closes it.
    Raises :class:`trade.kernel.ports.WorkbookFull` beyond ``WORKBOOK_ROWS`` rows.
    """
    sheets = [(title, header, rows, widths), *([] if behind is None else [behind])]
    written = TemporaryFile()  # noqa: SIM115 - whoever reads it closes it
    try:
        with ZipFile(written, "w", ZIP_DEFLATED) as book:
            for name, part in parts_of([_escaped(_sheet_name(one[0])) for one in sheets]).items():
                book.writestr(name, part)
            for number, (_, titles, lines, columns) in enumerate(sheets, start=1):
                with book.open(f"xl/worksheets/sheet{number}.xml", "w") as file:
                    file.writelines(piece.encode(errors="replace") for piece in _pieces(titles, lines, columns))
    except BaseException:
        written.close()
        raise
    written.seek(0)
    return written


def _pieces(header: Sequence[str], rows: Iterable[Sequence[WrittenCell]], widths: Sequence[int]) -> Iterator[str]:
    yield SHEET_START
    if widths:
        columns = (f'<col min="{n}" max="{n}" width="{width}" customWidth="1"/>' for n, width in enumerate(widths, 1))
        yield f"<cols>{''.join(columns)}</cols>"
    yield "<sheetData>"
    letters = [_letters(column) for column in range(len(header))]
    titles = (_text(f"{letter}1", title, Style.TITLE) for letter, title in zip(letters, header, strict=True))
    piece = [f'<row r="1">{"".join(titles)}</row>']
    for number, row in enumerate(rows, start=2):
        if number > WORKBOOK_ROWS + 1:
            raise WorkbookFull
        while len(row) > len(letters):
            letters.append(_letters(len(letters)))
        cells = [_cell(f"{letter}{number}", value) for letter, value in zip(letters, row, strict=False)]
        piece.append(f'<row r="{number}">{"".join(cells)}</row>')
        if len(piece) >= _ROWS_AT_ONCE:
            yield "".join(piece)
            piece.clear()
    yield "".join(chain(piece, [SHEET_END]))


def _cell(place: str, value: WrittenCell) -> str:
    """A text is typed as text, and marked as such where it looks like a formula, so that it stays one when somebody edits it."""
    if isinstance(value, str):
        return _text(place, value, Style.MARKED if value[:1] in RUN else Style.TEXT) if value else ""
    if value is None:
        return ""
    if isinstance(value, datetime):
        passed = value - _EPOCH
        return f'<c r="{place}" s="{Style.INSTANT}"><v>{passed.days + passed.seconds / _SECONDS}</v></c>'
    if isinstance(value, Decimal):
        style = Style.HUNDREDTHS if value.as_tuple().exponent == -2 else Style.PLAIN
        return f'<c r="{place}" s="{style}"><v>{value}</v></c>'
    return f'<c r="{place}"><v>{value:d}</v></c>'


def _text(place: str, text: str, style: Style) -> str:
    return f'<c r="{place}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{_escaped(text[:_TEXT_MAX])}</t></is></c>'


def _escaped(text: str) -> str:
    return (_CODED.sub("_x005F_", text) if "_x" in text else text).translate(_ESCAPES)


def _letters(column: int) -> str:
    """How a spreadsheet names a column, from 0: A to Z, AA …"""
    more, letter = divmod(column, 26)
    return (_letters(more - 1) if more else "") + chr(ord("A") + letter)


def _sheet_name(title: str) -> str:
    return "".join(" " if letter in "[]:*?/\\" else letter for letter in title)[:31] or "Sheet"
