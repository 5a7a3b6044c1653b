"""How far apart two spellings are, for searches that were mistyped."""

from __future__ import annotations

from collections.abc import Iterable


def distance(one: str, other: str) -> int:
    """Count the letters to add, drop, change or swap with a neighbour to make ``other`` of ``one``."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        earlier, before, row = before, row, [i]
        for j, b in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, earlier[j - 2] + 1)
            row.append(cost)
    return row[-1]


def nearest(typed: str, words: Iterable[str]) -> str | None:
    """Return the word that ``typed`` most likely meant; ``None`` where none is near enough."""
    allowed = 1 if len(typed) <= 5 else 2
    near = min(((distance(typed, word), word) for word in words if word != typed), default=None)
    return near[1] if near is not None and near[0] <= allowed else None
