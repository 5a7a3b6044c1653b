"""A workbook as people's spreadsheets open it: texts are texts, numbers are numbers, days are days, nothing is run."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from enum import Enum
from tempfile import TemporaryFile
from typing import IO, Any, Final

from trade.kernel.cells import RUN
from trade.kernel.ports import WORKBOOK_ROWS, WorkbookFull, WrittenCell

BehindSheet = tuple[str, Sequence[str], Sequence[Sequence[WrittenCell]], Sequence[int]]
"""Title, header, rows and widths of a second sheet: few rows, all at hand."""
_TEXT_MAX: Final = 32_767
_UNPRINTABLE: Final = dict.fromkeys([*range(9), *range(11, 32), 0xFFFE, 0xFFFF])
"""Control characters have no place in XML."""


class Look(Enum):
    """How a cell looks, as the library says it."""

    TEXT = {"num_format": "@"}  # noqa: RUF012 - a member, not shared
    MARKED = {"num_format": "@", "quote_prefix": True}  # noqa: RUF012
    """Text that a spreadsheet would otherwise run once somebody edits it."""
    TITLE = {"num_format": "@", "bold": True}  # noqa: RUF012
    HUNDREDTHS = {"num_format": "0.00"}  # noqa: RUF012
    INSTANT = {"num_format": r"yyyy\-mm\-dd\ hh:mm"}  # noqa: RUF012


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
    """One sheet with a bold header that stays in view, on disk, to be read from its beginning: memory holds one row.

    ``behind`` is a second sheet, for people: :func:`read_sheet` reads the first. Whoever reads it closes it.
    Raises :class:`trade.kernel.ports.WorkbookFull` beyond ``WORKBOOK_ROWS`` rows.
    """
    from xlsxwriter import Workbook  # noqa: PLC0415 - heavy, and most processes never write one

    written = TemporaryFile()  # noqa: SIM115 - whoever reads it closes it
    book = Workbook(written, {"constant_memory": True})
    looks = {look: book.add_format(look.value) for look in Look}
    try:
        try:
            for sheet in [(title, header, rows, widths), *([] if behind is None else [behind])]:
                _fill(book.add_worksheet(_sheet_name(sheet[0])), looks, *sheet[1:])
        finally:
            book.close()  # its sheets lie in files of their own until then
    except BaseException:
        written.close()
        raise
    written.seek(0)
    return written


def _fill(
    sheet: Any,
    looks: dict[Look, Any],
    header: Sequence[str],
    rows: Iterable[Sequence[WrittenCell]],
    widths: Sequence[int],
) -> None:
    sheet.freeze_panes(1, 0)
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    for column, name in enumerate(header):
        sheet.write_string(0, column, name.translate(_UNPRINTABLE), looks[Look.TITLE])
    for number, row in enumerate(rows, start=1):
        if number > WORKBOOK_ROWS:
            raise WorkbookFull
        for column, value in enumerate(row):
            _write(sheet, looks, number, column, value)


def _write(sheet: Any, looks: dict[Look, Any], row: int, column: int, value: WrittenCell) -> None:
    """A text is typed as text, and marked as such where it looks like a formula, so that it stays one when somebody edits it."""
    if isinstance(value, str):
        if value:
            look = looks[Look.MARKED if value[0] in RUN else Look.TEXT]
            sheet.write_string(row, column, value[:_TEXT_MAX].translate(_UNPRINTABLE), look)
    elif isinstance(value, datetime):
        sheet.write_datetime(row, column, value, looks[Look.INSTANT])
    elif isinstance(value, Decimal):
        is_amount = value.as_tuple().exponent == -2
        sheet.write_number(row, column, value, looks[Look.HUNDREDTHS] if is_amount else None)
    elif value is not None:
        sheet.write_number(row, column, value)


def _sheet_name(title: str) -> str:
    name = "".join(" " if letter in "[]:*?/\\" else letter for letter in title)[:31]
    return name.strip("'") or "Sheet"
