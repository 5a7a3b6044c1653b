"""What the pages of a large sheet ask: how far it is, its first rows of each kind, and those to be mended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, select, text
from sqlalchemy.orm import Session

from trade.kernel.actor import Actor
from trade.kernel.errors import NotFound
from trade.kernel.quantities import QuantityRule
from trade.kernel.tallies import VALUE_MAX, VALUES_MAX, Tally
from trade.pricing.models import GoodsSheet, GoodsSheetRow
from trade.pricing.queries.sheet import goods_by_code, what_is_beside
from trade.pricing.rules.rows import ALIKE, Good, GoodFault, JudgedGood, SheetLine
from trade.pricing.rules.sheet import judge_goods
from trade.pricing.rules.slices import SheetState

SHEET_ROWS_SHOWN: Final = 50
_HEAD: Final[tuple[Any, ...]] = (
    GoodsSheet.id,
    GoodsSheet.name,
    GoodsSheet.at,
    GoodsSheet.state,
    GoodsSheet.rows_total,
    GoodsSheet.rows_done,
    GoodsSheet.rows_wrong,
    GoodsSheet.rows_new,
    GoodsSheet.rows_changed,
    GoodsSheet.rows_added,
    GoodsSheet.rows_written,
    GoodsSheet.rows_passed,
    GoodsSheet.taken,
    GoodsSheet.slices,
)


@dataclass(frozen=True, slots=True)
class SheetHead:
    """A large sheet, and how far its check and its taking in have got."""

    id: UUID
    name: str
    at: datetime
    state: str
    rows_total: int
    rows_done: int
    rows_wrong: int
    rows_new: int
    rows_changed: int
    rows_added: int
    rows_written: int
    rows_passed: int
    taken: int
    slices: int

    @property
    def rows_unchanged(self) -> int:
        """How many of the checked rows say what is there already."""
        return self.rows_done - self.rows_wrong - self.rows_new - self.rows_changed

    @property
    def rows_wanted(self) -> int:
        """How many of the checked rows would add or change a product."""
        return self.rows_new + self.rows_changed

    @property
    def is_at_work(self) -> bool:
        """Whether a job is to bring it further."""
        return self.state in {SheetState.CHECKING, SheetState.TAKING}


@dataclass(frozen=True, slots=True)
class SheetView:
    """A sheet with the first rows of each kind, by outcome; ``sums`` count all that is wrong, by what it is."""

    head: SheetHead
    kinds: Mapping[str, Sequence[JudgedGood]]
    sums: Sequence[Tally[GoodFault]]


@dataclass(frozen=True, slots=True)
class RowToFix:
    """A row as it was sent, and why it was not taken in: what is wrong with it, or nothing of its own."""

    number: int
    cells: Mapping[str, str]
    outcome: str
    judged: JudgedGood


def sheets_of(session: Session, actor: Actor) -> list[SheetHead]:
    """The organisation's last large sheets, newest first."""
    mine = select(*_HEAD).where(GoodsSheet.seller_id == actor.organisation)
    newest = mine.order_by(GoodsSheet.at.desc(), GoodsSheet.id.desc()).limit(5)
    return [SheetHead(*row) for row in session.execute(newest)]


def sheet_head(session: Session, actor: Actor, sheet_id: UUID) -> SheetHead:
    """How a sheet stands, in one small statement: it is asked every two seconds. Raises ``NotFound``."""
    mine = (GoodsSheet.id == sheet_id, GoodsSheet.seller_id == actor.organisation)
    row = session.execute(select(*_HEAD).where(*mine)).one_or_none()
    if row is None:
        raise NotFound("goods_sheet", sheet_id)
    return SheetHead(*row)


def sheet_view(session: Session, actor: Actor, sheet_id: UUID, at: datetime) -> SheetView:
    """A sheet with its first rows; what they would do is told as long as nothing is written. Raises ``NotFound``."""
    head = sheet_head(session, actor, sheet_id)
    wrong = [_told(row) for row in _rows(session, sheet_id, "wrong", SHEET_ROWS_SHOWN)]
    passed = [_told(row) for row in _rows(session, sheet_id, "passed", SHEET_ROWS_SHOWN)]
    kinds: dict[str, Sequence[JudgedGood]] = {"wrong": wrong, "passed": passed, "new": (), "changed": ()}
    if head.state in {SheetState.CHECKING, SheetState.CHECKED}:
        shown = [row for kind in ("new", "changed") for row in _rows(session, sheet_id, kind, SHEET_ROWS_SHOWN)]
        judged = _judged(session, actor, [SheetLine(row.number, row.cells) for row in shown], at)
        kinds |= {kind: [row for row in judged if row.outcome == kind] for kind in ("new", "changed")}
    return SheetView(head, kinds, fault_sums(session, sheet_id) if head.rows_wrong else ())


def fault_sums(session: Session, sheet_id: UUID) -> list[Tally[GoodFault]]:
    """How many rows of a sheet have each fault, the most frequent first, with the values that it is about most often."""
    sums: dict[tuple[str, str, Any], Tally[GoodFault]] = {}
    for row in session.execute(_SUMS, {"sheet_id": sheet_id, "alike": list(ALIKE)}):
        values = ((row.value, row.value_rows),) if row.value else ()
        key = (row.named, row.kind, row.fact)
        known = sums.get(key)
        fault = GoodFault(row.named, row.kind, 0 if row.fact is None else row.fact)
        sums[key] = replace(known, values=known.values + values) if known else Tally(fault, row.fault_rows, values)
    return list(sums.values())


def rows_to_fix(session: Session, actor: Actor, sheet_id: UUID) -> list[RowToFix]:
    """The rows that were not taken in, in the sheet's order; after a stop, those that it left too. Raises ``NotFound``."""
    head = sheet_head(session, actor, sheet_id)
    left: ColumnElement[bool] = GoodsSheetRow.outcome.in_(["wrong", "passed"])
    if head.state == SheetState.STOPPED:
        left = left | (GoodsSheetRow.outcome.in_(["new", "changed"]) & (GoodsSheetRow.slice >= head.taken))
    asked = select(*_ROW).where(GoodsSheetRow.sheet_id == sheet_id, left).order_by(GoodsSheetRow.number)
    return [RowToFix(row.number, row.cells, row.outcome, _told(row)) for row in session.execute(asked)]


_SUMS: Final = text(
    "WITH faults AS (SELECT r.number, f ->> 0 AS named, f ->> 1 AS kind, CASE WHEN f ->> 1 = ANY(:alike) THEN f -> 2 END AS fact,"
    " CASE WHEN jsonb_typeof(f -> 2) = 'string' AND f ->> 1 <> ALL(:alike) THEN f ->> 2 ELSE r.cells ->> (f ->> 0) END AS cell"
    " FROM goods_sheet_rows r, jsonb_array_elements(r.faults) f WHERE r.sheet_id = :sheet_id AND r.outcome = 'wrong'),"
    " kinds AS (SELECT named, kind, fact, count(DISTINCT number) AS fault_rows FROM faults GROUP BY named, kind, fact),"
    " told AS (SELECT named, kind, fact, coalesce(left(btrim(cell), :length), '') AS value, count(DISTINCT number) AS value_rows"
    " FROM faults GROUP BY named, kind, fact, value),"
    " placed AS (SELECT *, row_number() OVER (PARTITION BY named, kind, fact ORDER BY value = '', value_rows DESC, value) AS place FROM told)"
    " SELECT k.named, k.kind, k.fact, k.fault_rows, p.value, p.value_rows FROM kinds k JOIN placed p"
    " ON p.named = k.named AND p.kind = k.kind AND p.fact IS NOT DISTINCT FROM k.fact AND p.place <= :most"
    " ORDER BY k.fault_rows DESC, k.named, k.kind, k.fact, p.place"
).bindparams(length=VALUE_MAX, most=VALUES_MAX)
_ROW: Final = (GoodsSheetRow.number, GoodsSheetRow.cells, GoodsSheetRow.outcome, GoodsSheetRow.faults)


def _rows(session: Session, sheet_id: UUID, outcome: str, most: int) -> Sequence[Any]:
    ours = select(*_ROW).where(GoodsSheetRow.sheet_id == sheet_id, GoodsSheetRow.outcome == outcome)
    return session.execute(ours.order_by(GoodsSheetRow.number).limit(most)).all()


def _judged(session: Session, actor: Actor, lines: Sequence[SheetLine], at: datetime) -> list[JudgedGood]:
    known = goods_by_code(session, actor.organisation, [line.cells.get("code", "") for line in lines], at)
    return judge_goods(lines, known, what_is_beside(session, actor, lines, at))


def _told(row: Any) -> JudgedGood:
    """A row with what was found wrong with it when it was checked."""
    faults = [
        GoodFault(column, kind, fact, QuantityRule(minimum, multiple))
        for column, kind, fact, minimum, multiple in row.faults
    ]
    return JudgedGood(row.number, row.cells.get("code", ""), None, Good(), tuple(faults), row.cells)
