"""What the cells of a sheet say beside texts, counts and prices: marks, properties, and what a pack is made up of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from trade.catalogue.rules import (
    PART_MAX,
    PARTS_MAX,
    Unreadable,
    check_marks,
    check_properties,
    marks_in,
    parts_in,
    properties_in,
)
from trade.kernel.errors import InvalidInput

Fault = tuple[str, str, str | int]
"""The column, the kind of fault, and a fact for its sentence."""


@dataclass(frozen=True, slots=True)
class PartCode:
    """A SKU of the seller's that a cell names as a part."""

    sku_id: UUID
    code: str
    is_pack: bool


def parts_named(cells: Iterable[Mapping[str, str]]) -> set[str]:
    """Every code that is named as a part in some row."""
    return {code for said in cells for code, _ in parts_in(said.get("parts", ""))}


def read_particulars(cells: Mapping[str, str], parts: Mapping[str, PartCode]) -> tuple[dict[str, Any], list[Fault]]:
    """Read what the cells say; a cell without text says nothing, one that cannot be is a fault."""
    said: dict[str, Any] = {}
    faults: list[Fault] = []
    for column, read, check in (("marks", marks_in, check_marks), ("properties", properties_in, check_properties)):
        if text := cells.get(column, ""):
            try:
                found: Any = read(text)
                check(found)
                said[column] = found
            except Unreadable as error:
                faults.append((column, column, error.entry))
            except InvalidInput as error:
                faults.append((column, f"{column}_{error.code}", 0))
    if text := cells.get("parts", ""):
        faults += _parts(text, parts, said)
    return said, faults


def _parts(text: str, known: Mapping[str, PartCode], said: dict[str, Any]) -> list[Fault]:
    named = parts_in(text)
    faults: list[Fault] = []
    if not 1 <= len(named) <= PARTS_MAX:
        faults.append(("parts", "parts_count", PARTS_MAX))
    seen: set[str] = set()
    for code, quantity in named:
        found = known.get(code.lower())
        if found is None:
            faults.append(("parts", "part_unknown", code))
        elif found.is_pack:
            faults.append(("parts", "part_nested", code))
        if code.lower() in seen:
            faults.append(("parts", "part_twice", code))
        if not 1 <= quantity <= PART_MAX:
            faults.append(("parts", "part_quantity", PART_MAX))
        seen.add(code.lower())
    said["parts"] = tuple((known[code.lower()].code if code.lower() in known else code, n) for code, n in named)
    return faults
