"""A workbook as people's spreadsheets open it: texts are texts, numbers are numbers, nothing is run."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from tempfile import TemporaryFile
from typing import IO, Any

from trade.kernel.cells import RUN
from trade.kernel.ports import WORKBOOK_ROWS, WorkbookFull, WrittenCell

BehindSheet = tuple[str, Sequence[str], Sequence[Sequence[WrittenCell]], Sequence[int]]
"""Title, header, rows and widths of a second sheet: few rows, all at hand."""


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

    ``behind`` is a second sheet, for people: :func:`read_sheet` reads the first. Whoever reads it closes it. Raises :class:`trade.kernel.ports.WorkbookFull` beyond ``WORKBOOK_ROWS`` rows.
    """
    from openpyxl import Workbook  # noqa: PLC0415 - heavy, and most processes never write one

    book = Workbook(write_only=True)
    _fill(book, title, header, rows, widths)
    if behind is not None:
        _fill(book, *behind)
    written = TemporaryFile()  # noqa: SIM115 - whoever reads it closes it
    book.save(written)
    written.seek(0)
    return written


def _fill(
    book: Any, title: str, header: Sequence[str], rows: Iterable[Sequence[WrittenCell]], widths: Sequence[int]
) -> None:
    from openpyxl.styles import Font  # noqa: PLC0415
    from openpyxl.utils import get_column_letter  # noqa: PLC0415

    sheet = book.create_sheet(_sheet_name(title))
    sheet.freeze_panes = "A2"
    for position, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(position)].width = width
    bold = Font(bold=True)
    titles = [_cell(sheet, name) for name in header]
    for cell in titles:
        cell.font = bold
    sheet.append(titles)
    for number, row in enumerate(rows, start=1):
        if number > WORKBOOK_ROWS:
            sheet.close()  # it lies in a file of its own until it is saved
            raise WorkbookFull
        sheet.append([_cell(sheet, value) for value in row])


def _cell(sheet: Any, value: WrittenCell) -> Any:
    """A number as a number; a text typed as text and marked as such, so that it stays one when somebody edits it."""
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415

    if not isinstance(value, str):
        return WriteOnlyCell(sheet, value)  # type: ignore[arg-type] # it takes Decimal and None, whatever its stub says
    cell = WriteOnlyCell(sheet, _printable(value))
    cell.data_type = "s"  # openpyxl has made a formula of "=1+1"
    cell.number_format = "@"
    cell.quotePrefix = value[:1] in RUN
    return cell


def _printable(text: str) -> str:
    """Control characters have no place in XML."""
    return "".join(letter for letter in text if letter >= " " or letter in "\t\n")[:32_767]


def _sheet_name(title: str) -> str:
    return "".join(" " if letter in "[]:*?/\\" else letter for letter in title)[:31] or "Sheet"
