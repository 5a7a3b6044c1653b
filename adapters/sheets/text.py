"""CSV in whatever encoding a spreadsheet saves it: a mark or strict UTF-8 decides, and only then is guessed.

GB18030 can be read as Big5 and the other way round without an error, but what comes out then is made of characters that hardly
anybody writes: both standards put the common ones first, and the share of those tells the two apart.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections import Counter
from collections.abc import Iterator
from typing import Final

from adapters.sheets.found import Found
from trade.kernel.ports import SheetFault, SheetRefused, SheetRow

ENCODINGS: Final = ("utf-8", "utf-16", "gb18030", "big5")
"""What a user may say a file is in."""
CODECS: Final = (*ENCODINGS, "utf-8-sig", "utf-16-le", "utf-16-be")
"""What a file may turn out to be in."""

_MARKS: Final = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_COMMON: Final = {"gb18030": (0xB0A1, 0xD7F9), "big5": (0xA440, 0xC67E)}
"""The first level of each standard: the characters of everyday writing."""
_RARE: Final = 0xA0
"""Between those of GB18030 stand rare ones, whose second byte goes up to this."""

_SEPARATORS: Final = ("\t", ";", ",", "|")
_CELL_MAX: Final = 32_767
_LOOKED_AT: Final = 64 * 1024


def read_text(content: bytes, encoding: str) -> Found:
    """Open a CSV file. Raises ``SheetRefused``."""
    if not content.strip(b"\0 \t\r\n,;"):
        raise SheetRefused(SheetFault.EMPTY)
    text, name, is_guess = decoded(content, encoding)
    if "\0" in text or text.lstrip()[:1] == "<":
        raise SheetRefused(SheetFault.NOT_A_SHEET)
    return Found(_rows(text), encoding=name, is_guess=is_guess, height=text.count("\n") + 1)


def decoded(content: bytes, encoding: str) -> tuple[str, str, bool]:
    """The text, the encoding it is in, and whether that was guessed."""
    if encoding:
        text = _strictly(content, _with_mark(content, encoding)) if encoding in ENCODINGS else None
        if text is None:
            raise SheetRefused(SheetFault.ENCODING)
        return text, encoding, False
    for mark, codec in _MARKS:
        if content.startswith(mark):
            return _or_refuse(content, codec), codec.removesuffix("-sig"), False
    if unmarked := _utf_16_without_mark(content):
        return _or_refuse(content, unmarked), "utf-16", True
    text = _strictly(content, "utf-8")
    if text is not None:
        return text, "utf-8", False
    return _guessed(content)


def _guessed(content: bytes) -> tuple[str, str, bool]:
    """Decide between the two Chinese encodings by how common the characters are."""
    readings = [(name, text) for name in _COMMON if (text := _strictly(content, name)) is not None]
    if not readings:
        raise SheetRefused(SheetFault.NOT_A_SHEET if b"\0" in content[:_LOOKED_AT] else SheetFault.ENCODING)
    name, text = max(readings, key=lambda reading: _share_of_common(reading[1], reading[0]))
    return text, name, True


def _share_of_common(text: str, encoding: str) -> float:
    first, last = _COMMON[encoding]
    seen = common = 0
    for character in text[:_LOOKED_AT]:
        if character.isascii():
            continue
        code = int.from_bytes(character.encode(encoding))
        if 0xA1A1 <= code <= 0xA9FE:  # punctuation, full-width letters: both have them
            continue
        seen += 1
        common += first <= code <= last and (encoding != "gb18030" or code & 0xFF > _RARE)
    return common / seen if seen else 0.0


def _with_mark(content: bytes, encoding: str) -> str:
    if encoding == "utf-8":
        return "utf-8-sig"
    if encoding == "utf-16" and not content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _utf_16_without_mark(content) or "utf-16-le"
    return encoding


def _utf_16_without_mark(content: bytes) -> str:
    """Separators and digits have a zero byte on one side; text in any other encoding has none at all."""
    looked_at = content[:_LOOKED_AT]
    zeros = Counter(position % 2 for position, byte in enumerate(looked_at) if not byte)
    if zeros.total() * 10 < len(looked_at):
        return ""
    low, high = zeros[1], zeros[0]
    if min(low, high) * 20 > max(low, high):
        return ""
    return "utf-16-le" if low > high else "utf-16-be"


def _strictly(content: bytes, codec: str) -> str | None:
    try:
        return content.decode(codec)
    except UnicodeDecodeError:
        return None


def _or_refuse(content: bytes, codec: str) -> str:
    text = _strictly(content, codec)
    if text is None:
        raise SheetRefused(SheetFault.ENCODING)
    return text


def _rows(text: str) -> Iterator[SheetRow]:
    csv.field_size_limit(_CELL_MAX)
    separator, skipped = _separator(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=False)
    try:
        for number, cells in enumerate(reader, start=1):
            if number > skipped:
                yield SheetRow(number, [cell.strip() for cell in cells])
    except csv.Error as error:
        raise SheetRefused(SheetFault.BROKEN) from error


def _separator(text: str) -> tuple[str, int]:
    """What separates the cells, and how many rows at the top only say so (Excel's ``sep=;``)."""
    first = text[:40].splitlines()[:1]
    if first and first[0].lower().startswith("sep=") and len(first[0]) == 5:
        return first[0][4], 1
    sample = text[:_LOOKED_AT].splitlines()[:50]
    return max(_SEPARATORS, key=lambda separator: _evenness(sample, separator)), 0


def _evenness(lines: list[str], separator: str) -> tuple[int, int]:
    """How many lines have the same number of cells, more than one; among equals the wider table."""
    try:
        widths = Counter(len(row) for row in csv.reader(lines, delimiter=separator) if len(row) > 1)
    except csv.Error:
        return 0, 0
    if not widths:
        return 0, 0
    width, count = max(widths.items(), key=lambda pair: (pair[1], pair[0]))
    return count, width
