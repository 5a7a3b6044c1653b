"""How many: a count and perhaps a unit's word, turned into base units once (“2 ctn” of 12 is 24). Pure."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from trade.kernel.cells import CountFault, Grouping, read_count
from trade.kernel.quantities import QUANTITY_MAX
from trade.kernel.widths import narrow
from trade.pad.rules.faults import LineFault

CARTON: Final = "carton"
DOZEN: Final = "dozen"
_WORDS: Final = {
    "piece": "piece pieces pc pcs each ea unit units 个 個 只 隻 支 枚 块 塊",
    "pair": "pair pairs pr prs 双 雙 对 對",
    "set": "set sets 套",
    "box": "box boxes bx 盒",
    "pack": "pack packs pk pkt pkts packet packets 包",
    "bag": "bag bags 袋",
    "bottle": "bottle bottles btl btls 瓶 支装",
    "roll": "roll rolls 卷 捲",
    "metre": "metre metres meter meters m 米",
    "kg": "kg kgs kilo kilos 公斤 千克",
    CARTON: "carton cartons ctn ctns case cases cs 箱",
    "item": "件 item items",
    DOZEN: "dozen dozens doz dz 打",
}
WORDS: Final[dict[str, str]] = {word: unit for unit, words in _WORDS.items() for word in words.split()}
"""What people write behind a number. 件 is a piece to some and a case to others, so it counts only where the two are the same."""

_DIGITS: Final = {numeral: value for value, numeral in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "兩": 2}
_TENS: Final = {"十": 10, "百": 100, "千": 1000}
NUMERALS: Final = "".join((*_DIGITS, *_TENS))
"""What Chinese writes numbers with, where it writes no digits."""

_BY_THE_DOZEN: Final = frozenset(["piece", "pair"])
"""A dozen boxes may be one box of twelve, or twelve boxes."""

_AMOUNT: Final = re.compile(r"(?P<count>.*?)\s*(?P<word>[^\W\d_]*)\.?", re.DOTALL)


def base_units(
    text: str, unit: str, pack_size: int, grouping: Grouping = Grouping.ASK, word: str = ""
) -> int | LineFault:
    """How many base units ``text`` asks for; ``word`` is the unit where a column of its own has it.

    ``unit`` is the SKU's base unit, ``pack_size`` how many of them a carton holds.
    """
    found = _AMOUNT.fullmatch(in_digits(plain(text)))
    assert found is not None
    count = read_count(found["count"], grouping)
    if isinstance(count, CountFault):
        return LineFault(count)
    factor = _factor(plain(word) or found["word"], unit, pack_size)
    if factor is None:
        return LineFault.UNIT
    return count * factor if count * factor <= QUANTITY_MAX else LineFault.TOO_LARGE


def typed_count(text: str, grouping: Grouping = Grouping.ASK) -> int | None:
    """The number as it was typed, whatever its unit; nothing where there is none that is certain."""
    found = _AMOUNT.fullmatch(in_digits(plain(text)))
    assert found is not None
    count = read_count(found["count"], grouping)
    return None if isinstance(count, CountFault) else count


def in_digits(text: str) -> str:
    """``text`` with the Chinese number at its front in digits: “两箱” is “2箱”, “一百二十个” is “120个”.

    What is no number as people write it (“三五个”: three or five; “一百二”: 120, or 102 to some) stays as it is.
    """
    numerals = text[: len(text) - len(text.lstrip(NUMERALS))]
    value = _number(numerals)
    return text if value is None else f"{value}{text[len(numerals) :]}"


def _number(numerals: str) -> int | None:
    """The value of Chinese numerals; ``None`` where they are none or can be read in two ways."""
    total, digit, unit, skipped = 0, None, 10_000, False
    for numeral in numerals:
        if numeral in "零〇" and total and digit is None:
            skipped = True
        elif numeral in _DIGITS and digit is None:
            digit = _DIGITS[numeral]
        elif numeral in _TENS and _TENS[numeral] < unit and (digit or not total):
            unit = _TENS[numeral]
            total, digit = total + (digit or 1) * unit, None
        else:
            return None
    if not numerals or (digit is not None and unit > 10 and total and not skipped):
        return None
    return total + (digit or 0)


def plain(text: str) -> str:
    """Fold widths and case, drop white space around."""
    return unicodedata.normalize("NFC", narrow(text)).strip().lower()


def _factor(word: str, unit: str, pack_size: int) -> int | None:
    """How many base units the word stands for; ``None`` where that is not certain."""
    named = WORDS.get(word.rstrip("."), word.rstrip("."))
    if not named or named == unit.lower():
        return 1
    if named == CARTON:
        return pack_size if pack_size > 1 else None
    if named == "item" and pack_size == 1:
        return 1
    if named == DOZEN and unit.lower() in _BY_THE_DOZEN:
        return 12
    return None
