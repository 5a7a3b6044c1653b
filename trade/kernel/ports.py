"""What every area may ask of the outside world: reading and writing spreadsheets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Final, NamedTuple, Protocol

from trade.kernel.errors import DomainError

HEAD_ROWS: Final = 20
"""So many rows may stand above the data: titles, remarks, a header of two rows."""


class SheetFault(StrEnum):
    """Why a file cannot be read as a sheet."""

    EMPTY = "empty"
    NOT_A_SHEET = "not_a_sheet"
    OLD_WORKBOOK = "old_workbook"
    """An .xls file, or a workbook behind a password: the two look the same from outside."""
    BROKEN = "broken"
    ENCODING = "encoding"
    """The bytes are no text in the encoding asked for, or in any that is known."""
    TOO_LARGE = "too_large"
    TOO_MANY_ROWS = "too_many_rows"
    TOO_MANY_COLUMNS = "too_many_columns"
    TOO_HEAVY = "too_heavy"
    """Reading it would take more memory or time than a sheet of the allowed size can need."""


class SheetRefused(DomainError):
    """A file that is not read. Nothing was kept of it."""

    def __init__(self, fault: SheetFault) -> None:
        super().__init__(fault)
        self.fault = fault


@dataclass(frozen=True, slots=True)
class SheetLimits:
    """How much a file may ask of us. Bytes are of the file; unpacked bytes of a workbook's parts together."""

    file_bytes: int = 16 * 1024 * 1024
    unpacked_bytes: int = 160 * 1024 * 1024
    unpacked_ratio: int = 200
    parts: int = 500
    rows: int = 100_000 + HEAD_ROWS
    columns: int = 100
    memory_bytes: int = 384 * 1024 * 1024
    seconds: int = 10


class SheetRow(NamedTuple):
    """A row that is not blank: its number as the spreadsheet shows it, and its cells as text."""

    number: int
    cells: list[str]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet, while its file is open.

    ``head`` holds the first :data:`HEAD_ROWS` rows, merged cells written into each place they cover, to find the header in.
    ``rows`` yields every row once, the head's too, as the file has them; it raises :class:`SheetRefused` where the file
    turns out to be broken or too large further down. ``encoding`` is empty for a workbook; a guessed one is for the user
    to confirm. ``height`` is about how many rows there are, for a progress bar.
    """

    name: str
    encoding: str
    is_guess: bool
    height: int
    head: tuple[SheetRow, ...]
    rows: Iterator[SheetRow]


class SheetReader(Protocol):
    """Opens an uploaded CSV or XLSX file. Raises :class:`SheetRefused`."""

    def __call__(
        self, content: bytes, *, encoding: str = "", limits: SheetLimits = ...
    ) -> AbstractContextManager[Sheet]:
        """``encoding`` is what the user says the text is in, for a CSV file; empty to find out."""


WrittenCell = str | int | Decimal | datetime | None
"""What is written into a cell; an instant as the clocks of whoever opens it say it, without a zone."""
WORKBOOK_ROWS: Final = 100_000
"""So many rows a workbook holds: beyond them programs that open one grow slow, and so would the request that writes it."""


class WorkbookFull(DomainError):
    """A list is longer than a workbook of ours. Nothing is cut off silently: the text file has all of it."""


class SheetWriter(Protocol):
    """Writes a workbook of one sheet, in which no text is ever run as a formula."""

    def __call__(
        self, title: str, header: Sequence[str], rows: Iterable[Sequence[WrittenCell]], *, widths: Sequence[int] = ()
    ) -> bytes:
        """The file's bytes. Texts stay texts: a code keeps its leading zeros. Raises :class:`WorkbookFull`."""
