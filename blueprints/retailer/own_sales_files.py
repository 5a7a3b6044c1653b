"""A till's list for the page of own sales: it fills in the form there, and nothing is written before it was looked at."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Final

from adapters.sheets import read_sheet
from trade.forecasting.queries import OwnSalesRow
from trade.kernel.cells import find_header, restored
from trade.kernel.ports import Sheet, SheetRow
from trade.kernel.quantities import QUANTITY_MAX
from trade.kernel.widths import narrow

ROWS_MAX: Final = 2_000
COLUMNS: Final[Mapping[str, Sequence[str]]] = {
    "code": ("code", "sku", "item", "itemno", "编码", "商品编码", "货号"),
    "sold": ("sold", "quantity", "qty", "units", "售出", "销量", "数量"),
}
"""Titles by which a column is known, folded."""
PLAIN: Final = {"code": 0, "sold": 1}
"""The columns of a list without titles."""


@dataclass(frozen=True, slots=True)
class TillList:
    """What a till's list says: what it enters in each field of the form, and the codes and rows that it could not."""

    typed: dict[str, str] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)
    unread: list[int] = field(default_factory=list)


def read_till(content: bytes, rows: Sequence[OwnSalesRow]) -> TillList:
    """Read a list of codes and units, of the goods that the page asks about; rows of the same code add up.

    A code that two sellers use says nothing. ``SheetRefused`` for what is no sheet.
    """
    with read_sheet(content) as sheet:
        lines = list(_lines(sheet))
    known: dict[str, list[OwnSalesRow]] = {}
    for row in rows:
        known.setdefault(row.code.upper(), []).append(row)
    found, sold = TillList(), dict[str, int]()
    for number, code, units in lines:
        count = int(units) if units.isascii() and units.isdecimal() and len(units) <= len(str(QUANTITY_MAX)) else None
        if len(known.get(code.upper(), [])) != 1:
            found.unknown.append(code)
        elif count is None:
            found.unread.append(number)
        else:
            name = f"sold-{known[code.upper()][0].sku_id.hex}"
            sold[name] = sold.get(name, 0) + count
    found.typed.update({name: str(units) for name, units in sold.items()})
    return found


def _lines(sheet: Sheet) -> list[tuple[int, str, str]]:
    """The row, the code and the units of each line below the titles; empty lines say nothing."""
    header = find_header(sheet.head, COLUMNS)
    is_titled = header is not None and set(header.columns) >= set(COLUMNS)
    columns = dict(header.columns) if header and is_titled else PLAIN
    below = header.number if header and is_titled else 0
    rows = islice((row for row in sheet.rows if row.number > below), ROWS_MAX)
    lines = [(row.number, _cell(row, columns["code"]), _cell(row, columns["sold"])) for row in rows]
    return [line for line in lines if line[1]]


def _cell(row: SheetRow, place: int) -> str:
    return narrow(restored(row.cells[place].strip())).strip() if place < len(row.cells) else ""
