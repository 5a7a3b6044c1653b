"""A sheet of products: what each row says, what it would change, and what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from hashlib import sha256
from typing import Any, Final
from uuid import UUID

from trade.kernel.cells import CountFault, folded, read_count
from trade.kernel.quantities import QuantityRule
from trade.kernel.widths import narrow
from trade.pricing.rules.ladders import (
    STEPS_MAX,
    LadderProblem,
    Step,
    problems_of_terms,
)
from trade.pricing.rules.particulars import Beside, read_particulars
from trade.pricing.rules.rows import Good, GoodFault, JudgedGood, KnownGood, SheetLine

TEXTS: Final = {"name": 160, "name_zh": 160, "specification": 80, "unit": 20, "barcode": 20}
"""Columns of text, with how long each may be."""

COUNTS: Final = ("pack_size", "moq", "multiple")
CODE_MAX: Final = 40
STEPS: Final = tuple((f"from_{n}", f"price_{n}") for n in range(1, STEPS_MAX + 1))
COLUMNS: Final = ("code", "name", "name_zh", "category", "specification", "unit", *COUNTS, "barcode", "state",
                  *(name for pair in STEPS for name in pair), "marks", "properties", "parts", "tax_class")  # fmt: skip
_PRICE: Final = re.compile(r"[0-9]{1,12}(\.[0-9]{1,6})?")
_STATES: Final = {
    "offered": "offered", "forsale": "offered", "在售": "offered",
    "withdrawn": "withdrawn", "已下架": "withdrawn", "draft": "draft", "草稿": "draft",
}  # fmt: skip
_AT_PRICE: Final = {LadderProblem.PRICE_NOT_POSITIVE, LadderProblem.PRICE_OUT_OF_RANGE, LadderProblem.PRICE_RISES}


def judge_goods(
    lines: Sequence[SheetLine],
    known: Mapping[str, KnownGood],
    beside: Beside,
) -> list[JudgedGood]:
    """What each row would do. ``known`` are by code in small letters. A cell without text leaves what is there."""
    seen: dict[str, int] = {}
    judged = [_with_particulars(_judge(line, known, beside.categories, seen), line.cells, beside) for line in lines]
    return _as_families(judged)


def fingerprint(judged: Sequence[JudgedGood]) -> str:
    """Tell two judgements apart: what was shown is what is written, or nothing is."""
    said = [(row.number, row.code, row.known, row.after, row.outcome) for row in judged]
    return sha256(repr(said).encode()).hexdigest()[:32]


def _judge(
    line: SheetLine, known: Mapping[str, KnownGood], categories: Mapping[str, UUID], seen: dict[str, int]
) -> JudgedGood:
    code = line.cells.get("code", "")
    now = known.get(code.lower())
    faults: list[GoodFault] = []
    if not code or len(code) > CODE_MAX:
        faults.append(GoodFault("code", "too_long" if code else "missing", CODE_MAX))
    elif code.lower() in seen:
        faults.append(GoodFault("code", "twice", seen[code.lower()]))
    seen.setdefault(code.lower(), line.number)
    after = _read(line.cells, now.good if now else Good(), categories, faults)
    judged = JudgedGood(line.number, now.code if now else code, now, after, (), line.cells)
    misread = {fault.column for fault in faults}  # what could not be read is wrong once, and nothing is held against it
    unheld = {"ladder", "not_multiple"} if misread & {"moq", "multiple"} else set()
    faults += [one for one in _unfit(judged) if one.column not in misread and one.kind not in unheld]
    return replace(judged, faults=tuple(dict.fromkeys(faults)))


def _read(cells: Mapping[str, str], now: Good, categories: Mapping[str, UUID], faults: list[GoodFault]) -> Good:
    said: dict[str, Any] = {}
    for name, longest in TEXTS.items():
        if text := " ".join(cells.get(name, "").split()):
            said[name] = text
            if len(text) > longest:
                faults.append(GoodFault(name, "too_long", longest))
    for name in COUNTS:
        if text := cells.get(name, ""):
            said[name] = _count(name, text, faults)
    said |= _chosen(cells, now, categories, faults)
    if any(cells.get(name) for pair in STEPS for name in pair):
        said["steps"] = tuple(_steps(cells, faults))
    return replace(now, **said)


def _chosen(
    cells: Mapping[str, str], now: Good, categories: Mapping[str, UUID], faults: list[GoodFault]
) -> dict[str, Any]:
    said: dict[str, Any] = {}
    if text := cells.get("state", ""):
        said["state"] = _STATES.get(folded(text), "")
        if not said["state"] or (said["state"] == "draft" != now.state):
            faults.append(GoodFault("state", "state"))
    if text := cells.get("category", ""):
        said["category_id"] = categories.get(folded(text))
        if said["category_id"] is None:
            faults.append(GoodFault("category", "category"))
    return said


def _count(name: str, text: str, faults: list[GoodFault]) -> int:
    count = read_count(text)
    if isinstance(count, CountFault):
        faults.append(GoodFault(name, "too_large" if count is CountFault.TOO_LARGE else "count"))
        return 1
    return count


def _steps(cells: Mapping[str, str], faults: list[GoodFault]) -> Iterator[Step]:
    for since, price in STEPS:
        if not (cells.get(since) or cells.get(price)):
            continue
        wrong = len(faults)
        quantity = _count(since, cells.get(since, ""), faults)
        amount = narrow(cells.get(price, "")).strip().lstrip("£$€¥").strip()
        if not _PRICE.fullmatch(amount):  # "1,5" might be either: it is asked, never guessed
            faults.append(GoodFault(price, "price"))
        if len(faults) == wrong:
            yield Step(quantity, Decimal(amount))


def _unfit(row: JudgedGood) -> Iterator[GoodFault]:
    """What cannot stand together, or is missing from what is new."""
    now, after = row.known, row.after
    if not after.name:
        yield GoodFault("name", "missing")
    if after.category_id is None:
        yield GoodFault("category", "category")
    if after.moq % after.multiple:
        yield GoodFault("moq", "not_multiple", after.multiple)
    if now and now.others:
        if not after.specification:
            yield GoodFault("specification", "missing")
        if after.state != now.good.state and not now.is_all_offered:
            yield GoodFault("state", "all_withdrawn")
    priced = ("steps", "moq", "multiple")
    if after.steps and (now is None or any(getattr(now.good, name) != getattr(after, name) for name in priced)):
        rule = QuantityRule(after.moq, after.multiple)
        for index, problem in problems_of_terms(row.terms, rule):
            pair = STEPS[min(index, STEPS_MAX - 1)]
            yield GoodFault(pair[problem in _AT_PRICE], "ladder", problem.value, rule)


def _shared(good: Good) -> tuple[object, ...]:
    """What all specifications of a product have in common."""
    return good.name, good.name_zh, good.category_id, good.tax_class, good.marks, good.properties


def _with_particulars(row: JudgedGood, cells: Mapping[str, str], beside: Beside) -> JudgedGood:
    said, faults = read_particulars(cells, beside)
    if "parts" in said and row.known and not row.known.good.parts:
        faults.append(("parts", "not_pack", 0))
    found = tuple(GoodFault(*fault) for fault in faults)
    return replace(row, after=replace(row.after, **said), faults=tuple(dict.fromkeys((*row.faults, *found))))


def _as_families(judged: list[JudgedGood]) -> list[JudgedGood]:
    """Specifications of one product share its name and category, and each has its own name."""
    shared: dict[UUID, tuple[int, tuple[object, ...]]] = {}
    taken = {row.known.sku_id: row.after.specification for row in judged if row.known and not row.faults}
    found = []
    for row in judged:
        more: list[GoodFault] = []
        if row.known and row.known.others:
            after, sku_id = row.after, row.known.sku_id
            first = shared.setdefault(row.known.product_id, (row.number, _shared(after)))
            if first[1] != _shared(after):
                more.append(GoodFault("name", "family", first[0]))
            others = {taken.get(other, said).casefold() for other, said in row.known.others.items() if other != sku_id}
            if after.specification.casefold() in others:
                more.append(GoodFault("specification", "specification"))
        found.append(replace(row, faults=(*row.faults, *more)))
    return found
