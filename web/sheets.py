"""Lists as files for a spreadsheet: CSV streamed in UTF-8 that Excel recognises, or a workbook; no cell is run as a formula.

Both are written row by row, so that memory does not grow with the list.

And why an uploaded file was not read, in words.
"""

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from io import StringIO
from typing import IO, Final, TypeVar
from uuid import UUID

from flask import Response, stream_with_context

from adapters.sheets import BehindSheet, workbook_file
from trade.kernel.cells import escaped
from trade.kernel.money import Money
from trade.kernel.paging import Page
from trade.kernel.ports import SheetFault, SheetRefused, WorkbookFull, WrittenCell
from web.filters import viewers_zone
from web.sentences import SENTENCES, sentence_for
from web.translation import LazyString
from web.translation import lazy_gettext as _l

BOM: Final = "\ufeff"
_WORKBOOK: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

FAULTS: Final[dict[SheetFault, LazyString]] = {
    SheetFault.EMPTY: _l("This file holds nothing. Choose the file with your lines."),
    SheetFault.NOT_A_SHEET: _l("This is no spreadsheet. Save your list as XLSX or CSV and choose that file."),
    SheetFault.OLD_WORKBOOK: _l(
        "This is an old .xls file, or one with a password. Save it as XLSX without a password."
    ),
    SheetFault.BROKEN: _l("This file is damaged or was cut off on its way. Save it again and choose it anew."),
    SheetFault.ENCODING: _l("This file is not in the encoding you chose. Choose another one, or save it as XLSX."),
    SheetFault.TOO_LARGE: _l(
        "This file is too large. Take out pictures and columns you don't need, or split it in two."
    ),
    SheetFault.TOO_MANY_ROWS: _l("This file has more than 100,000 rows. Split it in two."),
    SheetFault.TOO_MANY_COLUMNS: _l("This file has more than 100 columns. Take out those you don't need."),
    SheetFault.TOO_HEAVY: _l("This file unpacks to more than a list can need. Copy your rows into a new file."),
}
"""What is wrong with a file, and the way out."""

SENTENCES[WorkbookFull] = _l(
    "This list is longer than the 100,000 rows of a workbook. Take the CSV, which has all of it, or narrow it down."
)
KINDS: Final = "any(csv, xlsx)"
"""The converter of an address that gives a list as a file."""
_PIECE: Final = 64 * 1024

Cell = str | int | Decimal | Money | datetime | UUID | None
T = TypeVar("T")


def csv_answer(name: str, header: Sequence[object], rows: Iterable[Sequence[Cell]]) -> Response:
    """Answer ``rows`` as the file ``name``.csv, written while they are read."""
    response = Response(stream_with_context(_lines(header, rows)), mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def workbook_answer(
    name: str,
    title: str,
    header: Sequence[object],
    rows: Iterable[Sequence[Cell]],
    widths: Sequence[int] = (),
    behind: BehindSheet | None = None,
) -> Response:
    """Answer ``rows`` as the file ``name``.xlsx: numbers, amounts and days as such, texts as texts that keep their leading zeros."""
    written = workbook_file(title, [str(text) for text in header], map(_typed, rows), widths=widths, behind=behind)
    response = Response(_pieces(written), mimetype=_WORKBOOK)
    response.call_on_close(written.close)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    return response


def list_answer(
    kind: str,
    name: str,
    title: str,
    header: Sequence[object],
    rows: Iterable[Sequence[Cell]],
    widths: Sequence[int] = (),
) -> Response:
    """Answer ``rows`` as a file of the ``kind`` that its address ends in."""
    if kind == "xlsx":
        return workbook_answer(name, title, header, rows, widths)
    return csv_answer(name, header, rows)


def all_rows(page_after: Callable[[str | None], Page[T]]) -> Iterator[T]:
    """Walk a list to its end, page by page."""
    cursor: str | None = None
    while True:
        page = page_after(cursor)
        yield from page.rows
        cursor = page.next_cursor
        if cursor is None:
            return


def cell(value: Cell) -> str:
    """Write one cell: figures plain, instants in the viewer's zone, texts so that no spreadsheet runs them."""
    if value is None:
        return ""
    if isinstance(value, Money):
        return str(value.decimal)
    if isinstance(value, datetime):
        return value.astimezone(viewers_zone()).strftime("%Y-%m-%d %H:%M")
    return escaped(str(value)) if isinstance(value, str) else str(value)


@sentence_for(SheetRefused)
def _sheet_refused(error: SheetRefused) -> str:
    return str(FAULTS[error.fault])


def _typed(row: Sequence[Cell]) -> list[WrittenCell]:
    """Leave numbers, amounts and instants to be calculated with; write the rest as :func:`cell` does."""
    return [_plain(value) for value in row]


def _plain(value: Cell) -> WrittenCell:
    if isinstance(value, Money):
        return value.decimal
    if isinstance(value, datetime):
        return value.astimezone(viewers_zone()).replace(tzinfo=None, second=0, microsecond=0)
    return str(value) if isinstance(value, UUID) else value


def _pieces(written: IO[bytes]) -> Iterator[bytes]:
    with written:
        yield from iter(lambda: written.read(_PIECE), b"")


def _lines(header: Sequence[object], rows: Iterable[Sequence[Cell]]) -> Iterator[str]:
    yield BOM + _line([str(title) for title in header])
    for row in rows:
        yield _line([cell(value) for value in row])


def _line(cells: Sequence[str]) -> str:
    written = StringIO()
    csv.writer(written).writerow(cells)
    return written.getvalue()
