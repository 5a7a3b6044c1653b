"""Reading a sheet of counts: which column is what, and what each row says."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Final
from uuid import UUID

from adapters.sheets import read_sheet
from blueprints.supplier.asking import whole_number
from blueprints.supplier.rows_to_fix import cell_of, cells_of
from trade.kernel.cells import find_header, moment_of
from trade.kernel.ports import SheetRow
from trade.kernel.totals import named_total
from trade.stock.actions.counts import AHEAD, COUNTS_MAX
from trade.stock.queries import NamedSKU
from trade.stock.rules import LOT_MAX, Count
from web.translation import gettext as _

ROWS_MAX: Final = COUNTS_MAX
COLUMNS: Final[Mapping[str, Sequence[str]]] = {
    "code": ("code", "sku", "item", "itemno", "代码", "编码", "商品编码", "货号"),
    "counted": ("counted", "count", "quantity", "qty", "onhand", "ontheshelf", "盘点", "数量", "库存", "在库"),
    "warehouse": ("warehouse", "place", "仓库"),
    "lot": ("lot", "batch", "批次", "批号"),
    "counted_at": ("countedat", "observedat", "counttime", "time", "盘点时间", "点数时间", "时间"),
}
"""Titles by which a column is known, folded."""

PLAIN: Final = {"code": 0, "counted": 1, "warehouse": 2, "lot": 3, "counted_at": 4}
"""The columns of a sheet without titles."""


@dataclass(frozen=True, slots=True)
class Read:
    """What a row says. ``wrong`` is why it cannot be taken in, and ``value`` what that is about; then there is no count. ``is_total``: it only adds the others up. ``cells``: as it was, in the order of ``PLAIN``."""

    number: int
    code: str
    cells: Sequence[str]
    wrong: str = ""
    value: str = ""
    count: Count | None = None
    is_total: bool = False


def rows_of(content: bytes) -> tuple[list[SheetRow], dict[str, int]]:
    """The rows below the titles, and the column of each field; ``SheetRefused`` for what is no sheet."""
    with read_sheet(content) as sheet:
        header = find_header(sheet.head, COLUMNS)
        columns = dict(header.columns) if header and {"code", "counted"} <= set(header.columns) else dict(PLAIN)
        below = header.number if header and {"code", "counted"} <= set(header.columns) else 0
        rows = []
        for row in sheet.rows:
            if row.number > below:
                rows.append(row)
            if len(rows) > ROWS_MAX:
                break
        return rows, columns


@dataclass(frozen=True, slots=True)
class Reading:
    """What rows are read with: the seller's SKUs by code and warehouses by name, and when they were counted.

    ``at`` is for rows that don't say when; ``zone`` is that of the times that are written in a sheet, ``now`` the
    instant that none of them may lie behind.
    """

    skus: Mapping[str, NamedSKU]
    houses: Mapping[str, UUID]
    at: datetime | None
    zone: tzinfo
    now: datetime

    def read(self, row: SheetRow, columns: Mapping[str, int]) -> Read:
        """What a row says, with what is wrong with it in words."""
        code, counted, place, lot, when = (cell_of(row, columns, name) for name in PLAIN)
        sku, house, cells = (
            self.skus.get(code.upper()),
            self.houses.get(place.casefold()),
            cells_of(row, columns, PLAIN),
        )
        at = moment_of(when, self.zone) if when else self.at
        wrong, value = _wrong(sku, code, counted, place if house is None else "", lot) or (self.wrong_time(at), when)
        if wrong or sku is None or at is None:
            return Read(
                row.number, code, cells, wrong, value, is_total=sku is None and bool(named_total(code, row.cells))
            )
        count = Count(sku.sku_id, whole_number(counted) or 0, at, None, house, lot)
        return Read(row.number, sku.code, cells, count=count)

    def wrong_time(self, at: datetime | None) -> str:
        """Why goods cannot have been counted at ``at``."""
        if at is None:
            return _("Enter the day and the time of the count, such as 2026-05-04 17:30.")
        return _("This time is still to come.") if at > self.now + AHEAD else ""


def _wrong(sku: NamedSKU | None, code: str, counted: str, unknown_place: str, lot: str) -> tuple[str, str] | None:
    """Why a row cannot be taken in, and what that is about."""
    if sku is None:
        return _("You have no product with this code."), code
    if whole_number(counted) is None:
        return _("Enter a whole number such as 12."), counted
    if unknown_place:
        return _("You have no warehouse of this name."), unknown_place
    return (_("A lot has at most %(most)s characters.", most=LOT_MAX), lot) if len(lot) > LOT_MAX else None
