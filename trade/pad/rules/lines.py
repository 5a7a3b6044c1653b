"""Reading what somebody pasted: rows of a spreadsheet, or lines of a chat message. Pure; nothing is guessed.

A line is split into what names the goods and what says how many. Whether the goods exist is not known here.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from trade.kernel.cells import CountFault, find_header, read_count
from trade.kernel.ports import SheetRow
from trade.kernel.totals import named_total
from trade.kernel.widths import narrow
from trade.pad.rules.amounts import NUMERALS, WORDS

TEXT_MAX: Final = 200
AMOUNT_MAX: Final = 60
LINES_MAX: Final = 2_000
LINE_MAX: Final = 500

COLUMN_WORDS: Final[dict[str, frozenset[str]]] = {
    "code": frozenset(
        [
            "sku",
            "skucode",
            "code",
            "itemcode",
            "productcode",
            "item",
            "itemno",
            "itemnumber",
            "article",
            "articleno",
            "stockcode",
            "barcode",
            "ean",
            "货号",
            "貨號",
            "商品编码",
            "商品編碼",
            "编码",
            "編碼",
            "商品代码",
            "款号",
            "款號",
            "型号",
            "型號",
            "条码",
            "條碼",
            "条形码",
            "產品編號",
            "产品编号",
            "商品编号",
            "商品編號",
            "商品货号",
            "商品貨號",
            "商品条码",
            "商品條碼",
            "产品编码",
            "产品代码",
            "物料编码",
            "物料号",
            "sku编码",
            "sku码",
            "upc",
            "gtin",
        ]
    ),
    "quantity": frozenset(
        [
            "quantity",
            "qty",
            "orderqty",
            "orderquantity",
            "count",
            "amount",
            "number",
            "数量",
            "數量",
            "订货数量",
            "訂貨數量",
            "订购数量",
            "订货量",
            "采购数量",
            "採購數量",
            "件数",
            "订单数量",
            "下单数量",
            "进货数量",
            "要货数量",
            "需求数量",
            "qtyordered",
            "quantityordered",
            "orderedqty",
        ]
    ),
    "unit": frozenset(["unit", "uom", "units", "单位", "單位"]),
    "name": frozenset(
        ["name", "product", "productname", "description", "名称", "名稱", "品名", "商品名称", "商品名稱", "商品"]
    ),
}
"""How people title the columns of an order, folded."""


@dataclass(frozen=True, slots=True)
class TypedLine:
    """What names the goods, and how many as typed, its unit included; both as text."""

    text: str
    amount: str


_UNSEEN: Final = re.compile("[\u200b-\u200f\u2060\ufe0f\ufeff]")
"""Chat programs leave these between words, and behind signs that they draw as pictures."""
_BULLET: Final = re.compile("^(?:[\\s>*•·\\-–—|]|[①-⑳⑴-⒇❶-❿]|[0-9]\u20e3)+")
_SENT: Final = re.compile(
    r"^\[?\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4},? +\d{1,2}:\d{2}(?::\d{2})?(?: ?[AaPp]\.?[Mm]\.?)?(?:\]| -) ?[^:\[\]]{1,40}: "
)
"""When and by whom a message was sent, as chat programs write it before each."""
_SENDER: Final = re.compile(r".{0,40}?\d{4}[-/年]\d{1,2}[-/月]\d{1,2}日?,? +\d{1,2}:\d{2}(?::\d{2})?")
"""The same on a line of its own."""
_NUMBERED: Final = re.compile(r"^\s*(\d{1,4})\s*[.、)）:]\s*(?=\S)")
_UNIT: Final = "|".join(sorted(map(re.escape, WORDS), key=len, reverse=True))
_COUNT: Final = r"[+-]?\d[\d.,'’]{0,20}"
_AMOUNT: Final = rf"(?P<amount>{_COUNT}\s*(?:{_UNIT})?|[{NUMERALS}]{{1,9}}\s*(?:{_UNIT}))"
_THANKS: Final = r"(?:[\s,.!~]*(?:谢谢|謝謝|多谢|thanks|thank you|please|pls))?"
_TAIL: Final = re.compile(
    rf"(?P<text>.+?)(?:\s*[,;:=|]+\s*|\s*[–—…]+\s*|\s+-\s+|\s+[x×✕✖*]\s*|\s*[×✕✖*]\s*|\s+|(?<=[\u4e00-\u9fff]))"
    rf"{_AMOUNT}[\s.!|]*{_THANKS}[\s.!]*",
    re.IGNORECASE,
)
_FRONT: Final = re.compile(
    rf"(?:(?:我?[要来來订訂拿加]|需要|请发|請發)\s*)?{_AMOUNT}"
    rf"(?:\s*[x×✕✖*]\s*|\s+(?:of\s+)?|(?<=[\u4e00-\u9fff])(?![套装裝组組入]))(?P<text>\S.*?){_THANKS}[\s.!]*",
    re.IGNORECASE,
)
_BETWEEN: Final = re.compile(r"\s*[;、；，]\s*|,\s+")


def read_pasted(pasted: str) -> list[TypedLine]:
    """The lines of ``pasted``, blank ones left out, at most :data:`LINES_MAX` and one more, so that too many can be told."""
    lines = [line for line in pasted.splitlines() if line.strip()][: LINES_MAX + 1]
    if not lines:
        return []
    if sum("\t" in line for line in lines) * 2 > len(lines):
        return _table([[cell.strip() for cell in line.split("\t")] for line in lines])
    said = [line for line in _without_numbers(lines) if not _says_no_goods(line)]
    return [typed for line in said for typed in read_message(line)][: LINES_MAX + 1]


def read_message(line: str) -> list[TypedLine]:
    """The goods of one line: several where each part of it, between commas or 、, names some and says how many."""
    plain = _SENT.sub("", _UNSEEN.sub("", line[:LINE_MAX]))
    parts = [read_line(part) for part in _BETWEEN.split(plain) if part.strip()]
    if len(parts) > 1 and all(part.text and part.amount for part in parts):
        return parts
    return [read_line(plain)]


def read_line(line: str) -> TypedLine:
    """Split one line; where no number stands at its end or beginning, the amount is empty."""
    plain = _BULLET.sub("", _UNSEEN.sub("", line[:LINE_MAX]))
    text = unicodedata.normalize("NFC", narrow(plain)).strip(" \t。.;|")
    for shape in (_TAIL, _FRONT):
        if found := shape.fullmatch(text):
            return _typed(found["text"].strip(" ,;:=|\"'“”‘’「」"), found["amount"].strip())
    return _typed(text, "")


def _without_numbers(lines: list[str]) -> list[str]:
    """Take “1.”, “2.” … from the fronts where the lines really are counted; a code may begin with a number too."""
    numbers = [int(found[1]) for line in lines if (found := _NUMBERED.match(line))]
    if len(numbers) > 1 and numbers == list(range(1, len(numbers) + 1)):
        return [_NUMBERED.sub("", line) for line in lines]
    return lines


def _says_no_goods(line: str) -> bool:
    """Whether a line only says who writes, or what the lines below are: “Tomorrow, please:”."""
    plain = narrow(_UNSEEN.sub("", line[:LINE_MAX])).strip()
    return bool(_SENDER.fullmatch(plain)) or (plain.endswith(":") and not any(map(str.isdigit, plain)))


def _table(rows: Sequence[Sequence[str]]) -> list[TypedLine]:
    """Cells copied from a spreadsheet: by their titles where there are some, else code first and the one number."""
    head = [SheetRow(number, list(cells)) for number, cells in enumerate(rows[:5], 1)]
    header = find_header(head, COLUMN_WORDS)
    if header is None or "code" not in header.columns:
        return [_by_place(cells) for cells in rows]
    code, quantity, unit = (header.columns.get(name) for name in ("code", "quantity", "unit"))
    return [
        _typed(
            _at(cells, code).strip() or named_total("", cells),
            " ".join(filter(None, (_at(cells, quantity), _at(cells, unit)))),
        )
        for cells in rows[header.number :]
    ]


def _by_place(cells: Sequence[str]) -> TypedLine:
    """Without titles: the first cell names the goods; several numbers behind it leave the amount open."""
    filled = [cell for cell in cells[1:] if cell]
    counts = [cell for cell in filled if not isinstance(read_count(cell), CountFault)]
    if len(filled) == 1:
        return _typed(cells[0], filled[0])
    return _typed(cells[0], counts[0] if len(counts) == 1 else "")


def _at(cells: Sequence[str], column: int | None) -> str:
    return cells[column] if column is not None and column < len(cells) else ""


def _typed(text: str, amount: str) -> TypedLine:
    return TypedLine(text[:TEXT_MAX], amount[:AMOUNT_MAX])
