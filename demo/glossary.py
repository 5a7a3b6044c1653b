"""Chinese names made from English ones, word by word, for goods whose every word is known."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Final

_FILE: Final = Path(__file__).with_name("glossary.toml")
_SET: Final = re.compile(r"^(?:set of |set/|s/)(\d+) | (?:set of |set/|s/)(\d+)$")
_PACK: Final = re.compile(r"^pack(?: of)? (\d+) ")
_COUNT: Final = re.compile(r"^(\d+) (?!tier)")


def chinese_name(name: str) -> str:
    """Translate a product's name; empty when a word is unknown."""
    text, tail = _without_count(name.lower())
    words: list[str] = []
    rest = text.strip()
    while rest:
        found = _phrases().match(rest)
        if found is None:
            return ""
        words.append(_glossary()[found.group()])
        rest = rest[found.end() :].lstrip(" ,.")
    return "".join(words) + tail


def _without_count(text: str) -> tuple[str, str]:
    """Take ``set of 3`` or ``pack of 72`` out of a name; answer what remains and how Chinese says the rest."""
    for pattern, tail in ((_SET, "{}件套"), (_PACK, "（{}只装）"), (_COUNT, "（{}枚装）")):
        found = pattern.search(text)
        if found is not None:
            count = next(group for group in found.groups() if group)
            return pattern.sub("", text), tail.format(count)
    return text, ""


@cache
def _glossary() -> dict[str, str]:
    phrases: dict[str, str] = tomllib.loads(_FILE.read_text(encoding="utf-8"))["phrases"]
    return phrases


@cache
def _phrases() -> re.Pattern[str]:
    longest_first = sorted(_glossary(), key=len, reverse=True)
    return re.compile(rf"(?:{'|'.join(map(re.escape, longest_first))})(?![\w'])")
