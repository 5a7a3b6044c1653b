"""How marks, properties and the parts of a pack are written into one cell of a sheet, and read from it.

Entries stand apart by semicolons or lines, what belongs to one by bars: ``CE | NB-0123 | 2027-03-31; Vegan``. A
backslash takes the meaning from the sign after it. “none” is a word for no entry, since an empty cell leaves what is there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from trade.catalogue.rules.folding import IDEOGRAPHS
from trade.catalogue.rules.marks import Borne, Mark, Said
from trade.kernel.cells import folded
from trade.kernel.widths import narrow

NONE: Final = frozenset({"", "-", "–", "—", "none", "无"})
MARK_WORDS: Final = {folded(mark): mark for mark in Mark} | {
    "有机": Mark.ORGANIC, "清真": Mark.HALAL, "犹太洁食": Mark.KOSHER, "纯素": Mark.VEGAN, "公平贸易": Mark.FAIR_TRADE,
}  # fmt: skip
"""The marks by what they are called in either language, folded as titles are."""

_ENDS, _BARS, _ESCAPE = ";；\n", "|｜", "\\"
_PART: Final = re.compile(r"(\S.*?)\s*[x×*]\s*([0-9]{1,7})", re.IGNORECASE)


class Unreadable(ValueError):
    """An entry that cannot be read."""

    @property
    def entry(self) -> str:
        """What was written."""
        return str(self.args[0])


def marks_in(cell: str) -> tuple[Borne, ...]:
    """Read ``CE | NB-0123 | 2027-03-31; Vegan``; raise :class:`Unreadable` for an entry that is no mark."""
    found = []
    for entry in _entries(cell):
        word, certificate, until = [*_fields(entry), "", ""][:3]
        mark = MARK_WORDS.get(folded(word))
        if mark is None or len(_fields(entry)) > 3:
            raise Unreadable(entry)
        found.append(Borne(mark, certificate, _day(until, entry)))
    return tuple(sorted(found, key=lambda borne: list(Mark).index(borne.mark)))


def marks_cell(marks: Sequence[Borne]) -> str:
    """Write marks so that :func:`marks_in` reads the same."""
    return "; ".join(
        _joined([borne.mark, borne.certificate, borne.valid_until.isoformat() if borne.valid_until else ""])
        for borne in marks
    )


def properties_in(cell: str) -> tuple[Said, ...]:
    """Read ``Net weight | 净含量 | 500 | | g; Origin: China``.

    Five fields are name, Chinese name, value, Chinese value and unit; two or three are name, value and unit.
    """
    found = []
    for entry in _entries(cell):
        said = _fields(entry)
        if len(said) == 1:
            said = [part.strip() for part in re.split("[:：]", said[0], maxsplit=1)]
        if len(said) == 5:
            found.append(Said(*said))
        elif len(said) in {2, 3}:
            name, value, unit = [*said, ""][:3]
            is_chinese = any(ord(letter) >= IDEOGRAPHS for letter in name)
            found.append(Said("", name, "", value, unit) if is_chinese else Said(name, "", value, "", unit))
        else:
            raise Unreadable(entry)
    return tuple(found)


def properties_cell(properties: Sequence[Said]) -> str:
    """Write properties so that :func:`properties_in` reads the same."""
    return "; ".join(
        " | ".join(map(_escaped, (said.name, said.name_zh, said.value, said.value_zh, said.unit)))
        for said in properties
    )


def parts_in(cell: str) -> tuple[tuple[str, int], ...]:
    """Read ``CUP x 2; LID x 1``: codes, and how many of each are in one pack; a code alone is one."""
    found = []
    for entry in _entries(cell):
        match = _PART.fullmatch(narrow(entry))
        code, quantity = (match[1], int(match[2])) if match else (entry, 1)
        found.append((_plain(code), quantity))
    return tuple(found)


def parts_cell(parts: Sequence[tuple[str, int]]) -> str:
    """Write parts so that :func:`parts_in` reads the same."""
    return "; ".join(f"{_escaped(code)} x {quantity}" for code, quantity in parts)


def _day(text: str, entry: str) -> date | None:
    try:
        return date.fromisoformat(narrow(text)) if text else None
    except ValueError:
        raise Unreadable(entry) from None


def _entries(cell: str) -> Iterator[str]:
    entries = (entry.strip() for entry in _cut(cell, _ENDS))
    return iter(()) if cell.strip().lower() in NONE else (entry for entry in entries if entry)


def _fields(entry: str) -> list[str]:
    return [_plain(part).strip() for part in _cut(entry, _BARS)]


def _cut(text: str, signs: str) -> Iterator[str]:
    """Cut at signs that no backslash stands before."""
    begin, is_escaped = 0, False
    for place, letter in enumerate(text):
        if letter in signs and not is_escaped:
            yield text[begin:place]
            begin = place + 1
        is_escaped = letter == _ESCAPE and not is_escaped
    yield text[begin:]


def _plain(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text, flags=re.DOTALL)


def _escaped(text: str) -> str:
    return re.sub(r"([;；|｜\\\n])", r"\\\1", text)


def _joined(fields: Sequence[str]) -> str:
    last = max((place for place, field in enumerate(fields) if field), default=0)
    return " | ".join(map(_escaped, fields[: last + 1]))
