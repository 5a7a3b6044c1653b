"""A price list as it is pasted from a spreadsheet or a message: ``code, from, price``, one step a line."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Final

from trade.pricing.rules.ladders import Step

LINES_MAX: Final = 5_000
_WHOLE: Final = re.compile(r"[0-9]{1,9}")
_PRICE: Final = re.compile(r"[0-9]{1,12}(\.[0-9]{1,6})?")
_CUT: Final = re.compile(r"\t|;|\s{2,}")


class PasteProblem(StrEnum):
    """Why a line cannot be read."""

    NOT_THREE = "not_three"
    QUANTITY = "quantity"
    PRICE = "price"
    TOO_MANY = "too_many"


@dataclass(frozen=True, slots=True)
class Trouble:
    """A line (from 1) and what is wrong with it."""

    line: int
    problem: PasteProblem
    text: str


@dataclass(frozen=True, slots=True)
class Pasted:
    """The steps by code, as they were pasted, with the line of each code's first step; and what could not be read."""

    ladders: Mapping[str, tuple[Step, ...]]
    lines: Mapping[str, int]
    troubles: tuple[Trouble, ...]


@dataclass(slots=True)
class _Reading:
    ladders: dict[str, list[Step]] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    troubles: list[Trouble] = field(default_factory=list)


def read_pasted(text: str) -> Pasted:
    """Read pasted lines; empty ones and a heading without figures in the first are passed over."""
    found = _Reading()
    lines = unicodedata.normalize("NFKC", text.replace("\0", "")).splitlines()
    for number, line in enumerate(lines[:LINES_MAX], start=1):
        if line.strip() and not (number == 1 and not any(sign.isdigit() for sign in line)):
            _read_line(found, number, line.strip())
    if len(lines) > LINES_MAX:
        found.troubles.append(Trouble(LINES_MAX + 1, PasteProblem.TOO_MANY, ""))
    return Pasted({code: tuple(steps) for code, steps in found.ladders.items()}, found.lines, tuple(found.troubles))


def _read_line(found: _Reading, number: int, line: str) -> None:
    cells = _cells(line)
    if len(cells) != 3 or not cells[0]:
        found.troubles.append(Trouble(number, PasteProblem.NOT_THREE, line[:60]))
        return
    code, quantity, price = cells
    if not _WHOLE.fullmatch(quantity):
        found.troubles.append(Trouble(number, PasteProblem.QUANTITY, quantity[:60]))
    elif not _PRICE.fullmatch(price):  # "1,5" might be either: it is asked, never guessed
        found.troubles.append(Trouble(number, PasteProblem.PRICE, price[:60]))
    else:
        found.ladders.setdefault(code, []).append(Step(int(quantity), Decimal(price)))
        found.lines.setdefault(code, number)


def _cells(line: str) -> list[str]:
    """Cut at tabs, semicolons or wide gaps; else at commas or single spaces, where that makes three."""
    cells = [cell.strip() for cell in _CUT.split(line)]
    if len(cells) == 1:
        cells = next((parts for parts in (line.split(","), line.split()) if len(parts) == 3), cells)
    return [cell.strip() for cell in cells]
