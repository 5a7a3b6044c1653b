"""What cells mean: which row is the header, what a number is, and what a spreadsheet would run. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from enum import StrEnum
from typing import Final

from trade.kernel.ports import SheetRow
from trade.kernel.quantities import QUANTITY_MAX
from trade.kernel.widths import narrow

RUN: Final = frozenset("=+-@\t\r\n\0＝＋－＠")
"""A text that begins with one of these is run as a formula by one spreadsheet or another."""


def escaped(text: str) -> str:
    """``text`` so that no spreadsheet runs it."""
    return f"'{text}" if text[:1] in RUN else text


def restored(text: str) -> str:
    """What :func:`escaped` was given; for texts read from a file that we, or a spreadsheet, wrote."""
    return text[1:] if text[:1] == "'" and text[1:2] in RUN else text


def folded(title: str) -> str:
    """A column's title without case, widths, spaces and marks: “Item No.” is “itemno”."""
    plain = unicodedata.normalize("NFKC", title).lower()
    return "".join(letter for letter in plain if letter.isalnum())


@dataclass(frozen=True, slots=True)
class Header:
    """Where the titles stand: the row's number in the sheet, its titles, and the column (from 0) of each known field."""

    number: int
    titles: tuple[str, ...]
    columns: Mapping[str, int]


def find_header(head: Sequence[SheetRow], words: Mapping[str, Collection[str]]) -> Header | None:
    """The row of ``head`` that names the most fields by one of their ``words`` (folded); ``None`` where none does.

    Titles and remarks above it name fewer; of two equal rows the lower one, which stands right above the data.
    """
    best: Header | None = None
    for row in head:
        columns = _columns(row.cells, words)
        if columns and (best is None or len(columns) >= len(best.columns)):
            best = Header(row.number, tuple(row.cells), columns)
    return best


def _columns(titles: Sequence[str], words: Mapping[str, Collection[str]]) -> dict[str, int]:
    """The first column whose title is a word of the field; each column serves one field."""
    columns: dict[str, int] = {}
    for column, title in enumerate(titles):
        name = folded(title)
        field = next((field for field, known in words.items() if name in known and field not in columns), None)
        if name and field is not None:
            columns[field] = column
    return columns


class CountFault(StrEnum):
    """Why a text is no quantity."""

    MISSING = "missing"
    NOT_A_NUMBER = "not_a_number"
    TWO_WAYS = "two_ways"
    """``1,500`` is one thousand five hundred here and one and a half there: somebody has to say."""
    NOT_WHOLE = "not_whole"
    NOT_POSITIVE = "not_positive"
    TOO_LARGE = "too_large"


class Grouping(StrEnum):
    """What a single mark before three digits means, once somebody has said."""

    ASK = "ask"
    THOUSANDS = "thousands"
    FRACTION = "fraction"


_GROUPED: Final = re.compile(r"(\d{1,3})(?:([,. '’])\d{3})((?:\2\d{3})*)")
_ZEROES: Final = re.compile(r"(\d+)[.,](0{1,2}|0{4,})")
_PARTS: Final = re.compile(r"\d+[.,]\d+")


def read_count(text: str, grouping: Grouping = Grouping.ASK) -> int | CountFault:
    """The whole number, 1 or more, that ``text`` says, whatever digits it is written in; or why it says none.

    Never guessed: what can be read in two ways is ``TWO_WAYS`` until ``grouping`` says what a mark means.
    """
    plain = narrow(text).strip().lstrip("'").strip()
    if not plain:
        return CountFault.MISSING
    sign, digits = (plain[0], plain[1:].strip()) if plain[0] in "+-−" else ("", plain)
    value = _whole(digits, grouping)
    if isinstance(value, CountFault):
        return value
    if sign in {"-", "−"} or value == 0:
        return CountFault.NOT_POSITIVE
    return value if value <= QUANTITY_MAX else CountFault.TOO_LARGE


def _whole(digits: str, grouping: Grouping) -> int | CountFault:
    if len(digits) > 60 or not digits.isascii():
        return CountFault.NOT_A_NUMBER
    if digits.isdigit():
        return int(digits)
    if zeroes := _ZEROES.fullmatch(digits):
        return int(zeroes[1])
    if grouped := _GROUPED.fullmatch(digits):
        return _grouped(grouped, grouping)
    return CountFault.NOT_WHOLE if _PARTS.fullmatch(digits) else CountFault.NOT_A_NUMBER


def _grouped(found: re.Match[str], grouping: Grouping) -> int | CountFault:
    """Read digits in groups of three. One comma or point alone could as well begin a fraction."""
    is_clear = found[3] or found[2] not in ",."
    if is_clear or grouping is Grouping.THOUSANDS:
        return int(re.sub(r"\D", "", found[0]))
    if grouping is Grouping.ASK:
        return CountFault.TWO_WAYS
    return int(found[1]) if found[0].endswith("000") else CountFault.NOT_WHOLE


_FIRST_YEAR: Final = 2000
_MOMENT: Final = re.compile(
    r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?[T ]+(\d{1,2})[:：时](\d{2})分?(?::(\d{2}))?(?:\.\d+)?"
)


def moment_of(text: str, zone: tzinfo) -> datetime | None:
    """The instant that a day and a time say, such as “2026-05-04 17:30” or “2026/5/4 17:30”; nothing for anything else.

    It is read in ``zone`` unless it names its own as ISO 8601 does. A day alone is no instant: nobody could say whether
    what was sold on that day came before or after.
    """
    plain = narrow(text).strip()
    try:
        if found := _MOMENT.fullmatch(plain):
            year, month, day, hour, minute, second = (int(part or 0) for part in found.groups())
            moment = datetime(year, month, day, hour, minute, second, tzinfo=zone)
        else:
            moment = datetime.fromisoformat(plain)
        return moment.astimezone(UTC) if moment.tzinfo is not None and moment.year >= _FIRST_YEAR else None
    except (ValueError, OverflowError):
        return None
