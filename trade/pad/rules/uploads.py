"""The life of an upload, and which of its columns means what. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from trade.kernel.cells import Grouping, find_header, folded
from trade.kernel.errors import MoveRefused
from trade.kernel.ports import SheetRow
from trade.kernel.totals import named_total
from trade.pad.rules.lines import AMOUNT_MAX, COLUMN_WORDS, TEXT_MAX

_NEEDED: Final = frozenset(["code", "quantity"])
SAMPLE_ROWS: Final = 8
ROWS_AT_ONCE: Final = 1_000
"""Checked in one transaction: the first so many while somebody waits, the rest by a job."""
GOODS_MAX: Final = 10_000
"""So many different goods may go from one upload into a cart."""


class UploadState(StrEnum):
    """mapping → checking → checked → confirmed; cancelled before that; failed where the file broke half-way."""

    MAPPING = "mapping"
    CHECKING = "checking"
    CHECKED = "checked"
    CONFIRMED = "confirmed"
    CANCELLED = "cancelled"
    FAILED = "failed"


_S = UploadState
MOVES: Final = {
    _S.MAPPING: {_S.CHECKING, _S.CANCELLED},
    _S.CHECKING: {_S.CHECKING, _S.CHECKED, _S.CANCELLED, _S.FAILED},
    _S.CHECKED: {_S.CHECKING, _S.CONFIRMED, _S.CANCELLED},
    _S.FAILED: {_S.CHECKING, _S.CANCELLED},
    _S.CONFIRMED: set[UploadState](),
    _S.CANCELLED: set[UploadState](),
}


def move(current: str, to: UploadState) -> UploadState:
    """Return ``to`` if an upload may go there from ``current``; else ``MoveRefused``."""
    if to not in MOVES[UploadState(current)]:
        raise MoveRefused("upload", current, to)
    return to


@dataclass(frozen=True, slots=True)
class Mapping:
    """What the columns (from 0) mean, where the data begin, and how the file is to be read."""

    code: int
    quantity: int
    unit: int | None = None
    header_row: int = 0
    encoding: str = ""
    grouping: Grouping = Grouping.ASK

    def texts(self, row: SheetRow) -> tuple[str, str]:
        """What names the goods in a row, and how many, its unit included. A row of sums is named wherever it says so."""
        amount = " ".join(filter(None, (_at(row, self.quantity), _at(row, self.unit))))
        code = _at(row, self.code)
        text = code if code.strip() else named_total("", row.cells)
        return text[:TEXT_MAX], amount[:AMOUNT_MAX]

    @property
    def columns(self) -> dict[str, Any]:
        """As the table keeps them."""
        return {"code": self.code, "quantity": self.quantity, "unit": self.unit}


def guessed_mapping(head: Sequence[SheetRow]) -> tuple[int, dict[str, int]]:
    """The header's row (0 for none) and the columns that its titles name."""
    header = find_header(head, COLUMN_WORDS)
    if header is None or "code" not in header.columns:
        return 0, {}
    return header.number, {name: column for name, column in header.columns.items() if name != "name"}


def prove_encoding(head: Sequence[SheetRow], header_row: int, columns: dict[str, int], encoding: str) -> bool:
    """Whether known titles for code and quantity say that a guessed encoding is right: read wrongly they are gibberish.

    Titles of plain Latin letters prove UTF-16 alone: the Chinese encodings write them alike.
    """
    titles = [row.cells[columns[name]] for row in head for name in _NEEDED & columns.keys() if row.number == header_row]
    return len(titles) == len(_NEEDED) and (encoding == "utf-16" or not any(map(str.isascii, titles)))


def is_known_title(title: str, field: str) -> bool:
    """Whether a column of this title would be found again by itself."""
    return folded(title) in COLUMN_WORDS[field]


def _at(row: SheetRow, column: int | None) -> str:
    return row.cells[column] if column is not None and column < len(row.cells) else ""
