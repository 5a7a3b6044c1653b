"""The rows of a sheet that were not taken in, as a file: as they were, with what is wrong beside each, to be mended and sent again."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from flask import Response

from trade.kernel.cells import restored
from trade.kernel.ports import SheetRow
from trade.kernel.tallies import Tally
from web.fault_sums import sums_sheet
from web.sheets import workbook_answer
from web.translation import gettext as _

TEXT_MAX: Final = 200
"""So much of a cell is kept for the file: no column that is read holds more."""


def fix_file(
    titles: Sequence[object], rows: Iterable[tuple[Sequence[str], str]], sums: Sequence[Tally[str]]
) -> Response:
    """Give rows, each with its reason, under titles that are known when the file comes back; on a second sheet their sums."""
    told = ([*cells, reason] for cells, reason in rows)
    titles = [*titles, _("What is wrong")]
    return workbook_answer("rows-to-fix", _("Rows to fix"), titles, told, behind=sums_sheet(sums))


def cell_of(row: SheetRow, columns: Mapping[str, int], name: str) -> str:
    """What stands in one column of a row; empty where the sheet has no such column."""
    place = columns.get(name)
    return restored(row.cells[place].strip()) if place is not None and place < len(row.cells) else ""


def cells_of(row: SheetRow, columns: Mapping[str, int], names: Iterable[str]) -> list[str]:
    """The columns of a row that are read, in an order of ours."""
    return [cell_of(row, columns, name)[:TEXT_MAX] for name in names]
