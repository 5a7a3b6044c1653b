"""Lists as files for a spreadsheet: streamed, in UTF-8 that Excel recognises, with no cell that it would run as a formula."""

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from io import StringIO
from typing import Final, TypeVar
from uuid import UUID

from flask import Response, stream_with_context

from trade.kernel.money import Money
from trade.kernel.paging import Page
from web.filters import viewers_zone

BOM: Final = "\ufeff"
_RUN: Final = frozenset("=+-@\t\r\n＝＋－＠")
"""A text that begins with one of these is run as a formula by one spreadsheet or another."""

Cell = str | int | Decimal | Money | datetime | UUID | None
T = TypeVar("T")


def csv_answer(name: str, header: Sequence[object], rows: Iterable[Sequence[Cell]]) -> Response:
    """Answer ``rows`` as the file ``name``.csv, written while they are read."""
    response = Response(stream_with_context(_lines(header, rows)), mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


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
    if isinstance(value, str) and value[:1] in _RUN:
        return f"'{value}"
    return str(value)


def _lines(header: Sequence[object], rows: Iterable[Sequence[Cell]]) -> Iterator[str]:
    yield BOM + _line([str(title) for title in header])
    for row in rows:
        yield _line([cell(value) for value in row])


def _line(cells: Sequence[str]) -> str:
    written = StringIO()
    csv.writer(written).writerow(cells)
    return written.getvalue()
