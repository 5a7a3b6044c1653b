"""Taking in a sheet of products with their prices."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select

from trade.catalogue.actions import PutGood, change_parts, lock_goods, make_up, put_goods, tell_many
from trade.catalogue.models import SKU
from trade.catalogue.rules import Part
from trade.kernel.actor import Permission
from trade.kernel.errors import InvalidInput, StaleVersion
from trade.kernel.work import Work, action
from trade.pricing.actions.ladders import put_ladders
from trade.pricing.actions.lists import lock_list
from trade.pricing.queries.sheet import goods_by_code, what_is_beside
from trade.pricing.rules.particulars import PartCode
from trade.pricing.rules.rows import Good, JudgedGood, SheetLine
from trade.pricing.rules.sheet import fingerprint, judge_goods

LINES_MAX: Final = 2_000
_TOLD: Final = (
    "name", "name_zh", "category_id", "specification", "unit", "pack_size", "moq", "multiple", "barcode", "state",
    "tax_class",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class TakenIn:
    """How many products are new, and how many have changed."""

    added: int
    changed: int


@action(Permission.SELL)
def take_in_goods(work: Work, lines: Sequence[SheetLine], *, shown: str) -> TakenIn:
    """Add and change the actor's products as the sound rows of a sheet say, at prices for everybody from now on.

    ``shown`` is the fingerprint of what was looked at. Raises ``StaleVersion`` when the rows would do anything else
    by now, and ``InvalidInput`` for more rows than ``LINES_MAX``.
    """
    if len(lines) > LINES_MAX:
        raise InvalidInput("lines", "too_many", maximum=LINES_MAX)

    def as_shown(judged: Sequence[JudgedGood]) -> list[JudgedGood]:
        if fingerprint(judged) != shown:
            raise StaleVersion("products")
        return [row for row in judged if row.outcome in {"new", "changed"}]

    return write_rows(work, lines, as_shown)


def write_rows(
    work: Work, lines: Sequence[SheetLine], choose: Callable[[Sequence[JudgedGood]], list[JudgedGood]]
) -> TakenIn:
    """Lock the goods of some rows, judge them as they stand, and write those that ``choose`` takes of them."""
    seller_id = work.actor.organisation
    codes = [line.cells.get("code", "") for line in lines]
    found = goods_by_code(work.session, seller_id, codes, work.at).values()
    locked = lock_goods(work, {good.product_id for good in found}, {good.sku_id for good in found})
    base = lock_list(work)
    known = goods_by_code(work.session, seller_id, codes, work.at)
    beside = what_is_beside(work.session, work.actor, lines, work.at)
    wanted = choose(judge_goods(lines, known, beside))
    if not wanted:
        return TakenIn(0, 0)
    ids = put_goods(work, [_put(row) for row in wanted])
    del locked
    priced = {ids[row.code]: row.terms for row in wanted if row.after.steps and row.after.steps != _steps_of(row)}
    put_ladders(work, base, priced)
    _tell(work, wanted, ids, beside.parts)
    added = sum(row.outcome == "new" for row in wanted)
    return TakenIn(added, len(wanted) - added)


def _tell(work: Work, rows: Sequence[JudgedGood], ids: Mapping[str, UUID], parts: Mapping[str, PartCode]) -> None:
    """Write marks, properties and parts where the sheet says others than there are."""
    asked = select(SKU.id, SKU.product_id).where(SKU.id.in_([ids[row.code] for row in rows]))
    products = {row.id: row.product_id for row in work.session.execute(asked)}
    told: dict[str, dict[UUID, Any]] = {"properties": {}, "marks": {}}
    for row in rows:
        before = row.known.good if row.known else Good()
        for name, found in told.items():
            if getattr(row.after, name) != getattr(before, name):
                found[products[ids[row.code]]] = getattr(row.after, name)
        if row.after.parts != before.parts:
            made_up = [Part(parts[code.lower()].sku_id, quantity) for code, quantity in row.after.parts]
            if row.known:
                change_parts.within(work, ids[row.code], made_up)
            else:
                make_up(work, ids[row.code], made_up)
    tell_many(work, told["properties"], told["marks"])


def _steps_of(row: JudgedGood) -> object:
    return row.known.good.steps if row.known else ()


def _put(row: JudgedGood) -> PutGood:
    before, after = _told(row.known.good if row.known else None), _told(row.after)
    changed = [name for name in after if before.get(name) != after[name]]
    said: dict[str, Any] = {name: getattr(row.after, name) for name in _TOLD}
    keys: dict[str, Any] = {}
    if row.known:
        keys = {"sku_id": row.known.sku_id, "product_id": row.known.product_id, "is_alone": not row.known.others}
    return PutGood(
        code=row.code,
        **said,
        **keys,
        before={name: before[name] for name in changed if name in before},
        after={name: after[name] for name in changed} | ({} if row.known else {"code": row.code}),
    )


def _told(good: Good | None) -> dict[str, Any]:
    if good is None:
        return {}
    values = {name: getattr(good, name) for name in _TOLD}
    return {name: str(value) if isinstance(value, UUID) else value for name, value in values.items()}
