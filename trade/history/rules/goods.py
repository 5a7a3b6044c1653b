"""Codes and names of goods: what is a good at all, and how it is called."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

NAME_MAX: Final = 160

_CODE: Final = re.compile(r"[A-Z0-9 _./-]{1,40}")
_GOODS: Final = re.compile(r"[A-Z]{0,4}[0-9]{4,}[A-Z]{0,4}|DCGS[A-Z]+")
_NOT_GOODS: Final = re.compile(r"(TEST|GIFT|ADJUST).*")
_STARTS: Final = re.compile(r"(?<![\w'])[a-z]")
_SMALL: Final = frozenset({"a", "and", "at", "by", "for", "from", "in", "of", "on", "the", "to", "with"})
_CACHED: Final = 1 << 16


@lru_cache(_CACHED)
def code_of(text: str) -> str | None:
    """Fold a stock code: no blanks around it, capitals; ``None`` for what cannot be one."""
    code = text.strip().upper()
    return code if _CODE.fullmatch(code) else None


@lru_cache(_CACHED)
def is_goods(code: str) -> bool:
    """Whether a folded code names goods: a number of four digits or more (``85123A``, ``SP1002``), or a party bag.

    Everything else is postage, a fee, a discount, a sample, a voucher or a test: ``POST``, ``DOT``, ``M``, ``D``,
    ``BANK CHARGES``, ``AMAZONFEE``, ``GIFT_0001_30``, ``TEST001``, ``PADS`` …
    """
    return _GOODS.fullmatch(code) is not None and _NOT_GOODS.fullmatch(code) is None


@lru_cache(_CACHED)
def tidy(text: str) -> str:
    """Drop blanks around and doubled, and what cannot be printed."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def display_name(description: str) -> str:
    """Write a description as a product's name: ``RED HEART, SET OF 3`` becomes ``Red Heart, Set of 3``."""
    text = description.strip(" .,*'\"")
    if 4 * sum(map(str.islower, text)) > sum(map(str.isupper, text)):
        return text[:NAME_MAX]
    words = [word if word in _SMALL else _capitalised(word) for word in text.lower().split()]
    return " ".join([_capitalised(word) for word in words[:1]] + words[1:])[:NAME_MAX].strip()


def _capitalised(word: str) -> str:
    return _STARTS.sub(lambda found: found.group().upper(), word)
