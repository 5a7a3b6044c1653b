"""What the cells of a sheet say beside texts, counts and prices: marks, properties, what a pack is made up of, tax."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final
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
from trade.kernel.cells import folded
from trade.kernel.errors import InvalidInput
from trade.parties.rules import TaxClass, TaxRates

Fault = tuple[str, str, str | int]
"""The column, the kind of fault, and a fact for its sentence."""


TAX_WORDS: Final = {
    "standard": TaxClass.STANDARD, "standardrate": TaxClass.STANDARD, "标准税率": TaxClass.STANDARD,
    "reduced": TaxClass.REDUCED, "reducedrate": TaxClass.REDUCED, "低税率": TaxClass.REDUCED,
    "zero": TaxClass.ZERO, "zerorated": TaxClass.ZERO, "零税率": TaxClass.ZERO,
    "exempt": TaxClass.EXEMPT, "免税": TaxClass.EXEMPT,
}  # fmt: skip
"""The tax classes by what they are called in either language, folded as titles are."""


@dataclass(frozen=True, slots=True)
class PartCode:
    """A SKU of the seller's that a cell names as a part."""

    sku_id: UUID
    code: str
    is_pack: bool


@dataclass(frozen=True, slots=True)
class Beside:
    """What rows are judged by: categories by name, folded; SKUs named as parts, by code in small letters; today's taxes."""

    categories: Mapping[str, UUID]
    parts: Mapping[str, PartCode]
    tax: TaxRates


def parts_named(cells: Iterable[Mapping[str, str]]) -> set[str]:
    """Every code that is named as a part in some row."""
    return {code for said in cells for code, _ in parts_in(said.get("parts", ""))}


def read_particulars(cells: Mapping[str, str], beside: Beside) -> tuple[dict[str, Any], list[Fault]]:
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
        faults += _parts(text, beside.parts, said)
    if text := cells.get("tax_class", ""):
        faults += _tax_class(text, beside.tax, said)
    return said, faults


def _tax_class(text: str, rates: TaxRates, said: dict[str, Any]) -> list[Fault]:
    found = TAX_WORDS.get(folded(text))
    if found is None:
        return [("tax_class", "tax_class", 0)]
    said["tax_class"] = found
    return [] if rates.allows(found) else [("tax_class", "tax_class_unsaid", 0)]


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
