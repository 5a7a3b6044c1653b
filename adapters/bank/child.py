"""The child's side of reading a bank's file: ``python -m adapters.bank.child < file``; JSON answers."""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from typing import Any, Final

from adapters.bank.columns import read_csv
from adapters.bank.mt940 import is_mt940, read_mt940
from adapters.bank.xml import read_xml
from adapters.confinement import BANK, serve
from trade.banking.ports import BankFileRefused, BankReading, FileFault

_BEFORE: Final = bytes([0xEF, 0xBB, 0xBF, 0xFF, 0xFE, 0x20, 0x09, 0x0D, 0x0A, 0x00])
"""What may stand before the first sign of a file: marks of its encoding, and nothing."""
_CODECS: Final = ("utf-8-sig", "gb18030", "latin-1")


def main() -> None:
    """Read the file of standard input."""
    serve(BANK, _load, _answer)


def _load(_: bytes) -> None:
    """Load what the reading of a file would load by itself in its middle."""
    for codec in _CODECS:
        codecs.lookup(codec)


def _answer(content: bytes) -> Iterator[bytes]:
    try:
        answer: dict[str, Any] = {"reading": asdict(_read(content))}
    except BankFileRefused as error:
        answer = {"fault": error.fault, "row": error.row}
    except RecursionError:
        answer = {"fault": FileFault.TOO_HEAVY}
    yield json.dumps(answer, ensure_ascii=True, default=_plain).encode()


def _read(content: bytes) -> BankReading:
    if not content.strip():
        raise BankFileRefused(FileFault.EMPTY)
    if content.lstrip(_BEFORE).startswith(b"<"):
        return read_xml(content)
    text = _text(content)
    if "\0" in text:
        raise BankFileRefused(FileFault.BROKEN)  # what no database keeps, no bank writes
    if is_mt940(text):
        return read_mt940(text)
    found = read_csv(text)
    if found is not None:
        return found
    raise BankFileRefused(FileFault.NOT_A_BANKS)


def _text(content: bytes) -> str:
    for encoding in _CODECS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise BankFileRefused(FileFault.BROKEN)


def _plain(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(value)


if __name__ == "__main__":
    main()
