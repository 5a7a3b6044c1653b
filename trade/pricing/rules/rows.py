"""A row of a sheet of products: as it was read, as its SKU stands, and as it was judged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from trade.catalogue.rules import Borne, Said
from trade.kernel.quantities import QuantityRule
from trade.parties.rules import TaxClass
from trade.pricing.rules.ladders import Counting, LadderTerms, Mode, Step

ANY: Final = QuantityRule(1, 1)
ALIKE: Final = ("ladder", "too_long", "parts_count", "part_quantity")
"""Kinds of fault whose fact says which fault it is, or how much there may be: the same in many rows."""


@dataclass(frozen=True, slots=True)
class SheetLine:
    """A row as it was read: its number in the sheet, and the text of each column that says something."""

    number: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Good:
    """What is said of a product in one specification. ``steps`` are those for everybody; ``parts``, by code, of a pack."""

    name: str = ""
    name_zh: str = ""
    category_id: UUID | None = None
    specification: str = ""
    unit: str = "piece"
    pack_size: int = 1
    moq: int = 1
    multiple: int = 1
    barcode: str = ""
    state: str = "offered"
    steps: tuple[Step, ...] = ()
    marks: tuple[Borne, ...] = ()
    properties: tuple[Said, ...] = ()
    parts: tuple[tuple[str, int], ...] = ()
    tax_class: TaxClass = TaxClass.STANDARD


@dataclass(frozen=True, slots=True)
class KnownGood:
    """A SKU of the seller's as it stands. ``others`` are the specifications beside it, by SKU."""

    sku_id: UUID
    product_id: UUID
    code: str
    good: Good
    is_all_offered: bool
    mode: Mode = Mode.ALL_UNITS
    counting: Counting = Counting.SKU
    others: Mapping[UUID, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class GoodFault:
    """What is wrong in which column."""

    column: str
    kind: str
    fact: str | int = 0
    rule: QuantityRule = ANY

    @property
    def sort(self) -> GoodFault:
        """What it has in common with those of other rows: without the facts that differ from row to row."""
        return GoodFault(self.column, self.kind, self.fact if self.kind in ALIKE else 0)

    @property
    def quoted(self) -> str:
        """The part of its cell that it names itself."""
        return self.fact if isinstance(self.fact, str) and self.kind not in ALIKE else ""

    def value(self, cells: Mapping[str, str]) -> str:
        """What it is about: the part of a cell that it names itself, else the cell."""
        return self.quoted or cells.get(self.column, "")


@dataclass(frozen=True, slots=True)
class JudgedGood:
    """A row, what stands now (nothing for a new code), what would stand, what is wrong, and what its cells say."""

    number: int
    code: str
    known: KnownGood | None
    after: Good
    faults: tuple[GoodFault, ...]
    cells: Mapping[str, str] = field(default_factory=dict)

    @property
    def outcome(self) -> str:
        """``wrong``, ``new``, ``changed`` or ``unchanged``."""
        if self.faults:
            return "wrong"
        if self.known is None:
            return "new"
        return "changed" if self.after != self.known.good else "unchanged"

    @property
    def terms(self) -> LadderTerms:
        """The prices that would hold, read as those that hold are."""
        mode, counting = (self.known.mode, self.known.counting) if self.known else (Mode.ALL_UNITS, Counting.SKU)
        return LadderTerms(self.after.steps, mode, counting)
