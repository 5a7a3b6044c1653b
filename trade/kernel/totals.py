"""Rows that add the others up: “合计”, “Total”. They name no goods, and say whether all of the others were read. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from trade.kernel.cells import folded
from trade.kernel.widths import narrow

WORDS: Final = frozenset(
    [
        "total",
        "totals",
        "subtotal",
        "subtotals",
        "grandtotal",
        "ordertotal",
        "pagetotal",
        "totalquantity",
        "totalqty",
        "totalamount",
        "totalitems",
        "totalpieces",
        "totalpcs",
        "totalunits",
        "totalcartons",
        "sum",
        "合计",
        "总计",
        "小计",
        "共计",
        "总数",
        "总额",
        "总和",
        "累计",
        "合计数量",
        "数量合计",
        "总数量",
        "总件数",
        "金额合计",
        "本页合计",
        "本页小计",
        "订单合计",
        "合計",
        "總計",
        "小計",
        "共計",
        "總數",
        "總額",
        "總和",
        "累計",
        "總數量",
    ]
)
"""What such a row is called, folded. A name that has one of them among other words is a name."""
TEXT_MAX: Final = 60
_LETTERS: Final = r"[^\W\d_]+"
_UNITS: Final = "pcs|pieces|units|items|lines|ctns?|cartons?|boxes|[\u4e00-\u9fff]"
_SHAPE: Final = re.compile(
    rf"(?P<word>{_LETTERS}(?:[ -]{_LETTERS})*)\s*(?:\([^()]*\))?\s*"
    rf"(?:(?:[:=]\s*|(?<=\s)|(?<=[\u4e00-\u9fff]))[£$€¥]?\s*\d[\d., ]*(?:{_UNITS})?)?[\s:.]*"
)
"""The word, perhaps a remark in brackets, perhaps the sum behind it: “Total (pcs): 120”, “合计120件”; never “TOTAL-1”."""


def says_total(text: str) -> bool:
    """Whether a text is what a row of sums is called, and nothing else."""
    found = _SHAPE.fullmatch(narrow(text).strip()) if len(text) <= TEXT_MAX else None
    return found is not None and folded(found["word"]) in WORDS


def named_total(code: str, others: Iterable[str]) -> str:
    """What a row of sums is called: by its code, or by another cell where it has no code. Empty for any other row."""
    told = [code] if code.strip() else list(others)
    return next((text for text in told if says_total(text)), "")


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A row of sums: its number, the quantity that it says (none where it says none), and what the rows above it come to."""

    number: int
    said: int | None
    above: int

    @property
    def differs(self) -> bool:
        """Whether it says anything else than was read."""
        return self.said is not None and self.said != self.above


def left_out(rows: Sequence[tuple[int, bool, int | None]]) -> list[LeftOut]:
    """The rows of sums among ``rows``: number, whether it is one, and the quantity as typed.

    Sums are held against all rows above, or against those since the sum before, whichever of the two they agree with.
    """
    found = []
    all_above = since = 0
    for number, is_total, count in rows:
        if is_total:
            found.append(LeftOut(number, count, since if count == since else all_above))
            since = 0
        else:
            all_above, since = all_above + (count or 0), since + (count or 0)
    return found
