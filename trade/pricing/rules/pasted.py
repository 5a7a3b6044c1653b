"""A price list as it is pasted from a spreadsheet or a message: ``code, from, price``, one step a line."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Final

from trade.kernel.quantities import QuantityRule
from trade.pricing.rules.ladders import LadderProblem, LadderTerms, Step, problems_of_terms

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
    """The steps by code, as they were pasted; the cells of every line, the code first; and what could not be read."""

    ladders: Mapping[str, tuple[Step, ...]]
    cells: Mapping[int, tuple[str, ...]]
    troubles: tuple[Trouble, ...]

    def lines_of(self, code: str) -> list[int]:
        """The lines that name a code."""
        return [line for line, cells in self.cells.items() if cells[0] == code]

    def without(self, wrong: Iterable[int]) -> dict[str, tuple[Step, ...]]:
        """The steps of codes none of whose lines is wrong: with a step less a ladder would be another one."""
        left_out = {self.cells[line][0] for line in wrong if line in self.cells}
        return {code: steps for code, steps in self.ladders.items() if code not in left_out}


def refused(
    wanted: Mapping[str, LadderTerms], sold_in: Mapping[str, QuantityRule]
) -> tuple[list[str], dict[str, list[tuple[int, LadderProblem]]]]:
    """Codes that are unknown, and the problems of ladders that cannot be saved, by code. ``sold_in``: the SKUs there are."""
    found = {code: problems_of_terms(terms, sold_in[code]) for code, terms in wanted.items() if code in sold_in}
    return [code for code in wanted if code not in sold_in], {code: why for code, why in found.items() if why}


@dataclass(slots=True)
class _Reading:
    ladders: dict[str, list[Step]] = field(default_factory=dict)
    cells: dict[int, tuple[str, ...]] = field(default_factory=dict)
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
    return Pasted({code: tuple(steps) for code, steps in found.ladders.items()}, found.cells, tuple(found.troubles))


def _read_line(found: _Reading, number: int, line: str) -> None:
    cells = _cells(line)
    found.cells[number] = tuple(cells)
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


def _cells(line: str) -> list[str]:
    """Cut at tabs, semicolons or wide gaps; else at commas or single spaces, where that makes three."""
    cells = [cell.strip() for cell in _CUT.split(line)]
    if len(cells) == 1:
        cells = next((parts for parts in (line.split(","), line.split()) if len(parts) == 3), cells)
    return [cell.strip() for cell in cells]
