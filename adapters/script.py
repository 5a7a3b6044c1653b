"""Chinese writing: traditional to simplified by OpenCC, readings by pypinyin's table of characters."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Sequence
from functools import cache
from typing import Any, Final

READINGS_MAX: Final = 3
"""Rarer readings than these would only make noise."""


class Chinese:
    """A :class:`trade.catalogue.ports.Script`. Its tables are loaded when first needed, not at start."""

    def simplified(self, text: str) -> str:
        """Write ``text`` in simplified characters."""
        converted: str = _converter().convert(text)
        return converted

    def readings(self, character: str) -> Sequence[str]:
        """Return the toneless readings of a character; ü is written v, and u as well."""
        return _readings(character)


@cache
def _converter() -> Any:
    from opencc import OpenCC  # noqa: PLC0415 - 3 MB that only a search or an edit needs

    return OpenCC("t2s")


@cache
def _table() -> dict[int, str]:
    # Phrases would tell 长城 from 校长 at the price of 45 MB a process; instead each reading is indexed.
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")
    from pypinyin.constants import PINYIN_DICT  # noqa: PLC0415 - 13 MB

    table: dict[int, str] = PINYIN_DICT
    return table


@cache
def _readings(character: str) -> tuple[str, ...]:
    spelt = _table().get(ord(character), "")
    toneless = [_without_tone(reading) for reading in spelt.split(",") if reading]
    return tuple(dict.fromkeys([*toneless[:READINGS_MAX], *(r.replace("v", "u") for r in toneless if "v" in r)]))


def _without_tone(reading: str) -> str:
    """``lǜ`` as ``lv``: marks of tones go, the two dots become v."""
    parts = unicodedata.normalize("NFD", reading).replace("u\u0308", "v")
    return "".join(part for part in parts if not unicodedata.combining(part)).replace("ê", "e")
