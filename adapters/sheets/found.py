"""What was found in a file, before its rows are read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from trade.kernel.ports import SheetRow

Place = tuple[int, int]
"""Row and column, both from 0."""


@dataclass(slots=True)
class Found:
    """A sheet's rows, blank ones too. ``merged`` gives each place in the head that a merged cell covers that cell's place."""

    rows: Iterator[SheetRow]
    name: str = ""
    encoding: str = ""
    is_guess: bool = False
    height: int = 0
    merged: dict[Place, Place] = field(default_factory=dict)
    _texts: dict[Place, str] = field(default_factory=dict)

    def spread(self, row: SheetRow) -> list[str]:
        """The cells of a row of the head, with a merged cell's text in each place it covers; call it row by row, downwards."""
        at = row.number - 1
        width = max([len(row.cells), *(place[1] + 1 for place in self.merged if place[0] == at)])
        cells = row.cells + [""] * (width - len(row.cells))
        for column in range(width):
            source = self.merged.get((at, column))
            if source is None:
                continue
            if source == (at, column):
                self._texts[source] = cells[column]
            cells[column] = self._texts.get(source, "")
        return cells
