"""A large sheet of products: its life, and in which slices its rows are checked and taken in. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Final
from uuid import UUID

from trade.kernel.errors import MoveRefused
from trade.pricing.rules.rows import JudgedGood, SheetLine
from trade.pricing.rules.sheet import fingerprint

ROWS_MAX: Final = 10_000
SLICE_ROWS: Final = 500
"""So many rows are one transaction: what a cancelling waits for, and what a kill throws away."""


class SheetState(StrEnum):
    """checking → checked → taking → taken; cancelled before anything is written, stopped in the middle of writing."""

    CHECKING = "checking"
    CHECKED = "checked"
    TAKING = "taking"
    TAKEN = "taken"
    STOPPED = "stopped"
    CANCELLED = "cancelled"


_S = SheetState
MOVES: Final = {
    _S.CHECKING: {_S.CHECKED, _S.CANCELLED},
    _S.CHECKED: {_S.TAKING, _S.CANCELLED},
    _S.TAKING: {_S.TAKEN, _S.STOPPED},
    _S.STOPPED: {_S.TAKING},
    _S.TAKEN: set[SheetState](),
    _S.CANCELLED: set[SheetState](),
}


def move(current: str, to: SheetState) -> SheetState:
    """Return ``to`` if a sheet may go there from ``current``; else ``MoveRefused``."""
    if to not in MOVES[SheetState(current)]:
        raise MoveRefused("goods_sheet", current, to)
    return to


def in_slices(lines: Sequence[SheetLine], products: Mapping[str, UUID], size: int) -> list[list[SheetLine]]:
    """Divide rows so that those of one code, and those of one product, are judged and written together, in their order.

    ``products`` are the products that there are, by code in small letters. Only what belongs together makes a slice longer
    than ``size``.
    """
    families: dict[UUID | str, list[SheetLine]] = {}
    for line in lines:
        code = line.cells.get("code", "").lower()
        families.setdefault(products.get(code, code or str(line.number)), []).append(line)
    slices: list[list[SheetLine]] = [[]]
    for family in families.values():
        if slices[-1] and len(slices[-1]) + len(family) > size:
            slices.append([])
        slices[-1].extend(family)
    return [sorted(each, key=lambda line: line.number) for each in slices]


def still_so(judged: Sequence[JudgedGood], shown: Mapping[int, str]) -> tuple[list[JudgedGood], list[JudgedGood]]:
    """Which rows are to be written, and which are passed over, by the fingerprints that were shown of them.

    A row that would do something else by now is passed over with all rows of its product, since they were judged together.
    One that is already as it says is neither.
    """
    asked = [row for row in judged if row.number in shown and row.outcome != "unchanged"]
    stale = [row for row in asked if fingerprint([row]) != shown[row.number]]
    numbers = {row.number for row in stale}
    families = {row.known.product_id for row in stale if row.known}
    passed = [row for row in asked if row.number in numbers or (row.known and row.known.product_id in families)]
    numbers |= {row.number for row in passed}
    return [row for row in asked if row.number not in numbers], passed
