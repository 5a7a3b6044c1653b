"""A sheet of products too large for a page: kept, checked and taken in by slices, each slice one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import bindparam, delete, func, select, text

from trade.catalogue.models import SKU
from trade.kernel.actor import Permission
from trade.kernel.errors import InvalidInput, NotAllowed, NotFound
from trade.kernel.ids import new_id
from trade.kernel.locks import lock_one
from trade.kernel.together import rows_of, together
from trade.kernel.work import Work, action
from trade.pricing.actions.sheet import write_rows
from trade.pricing.models import GoodsSheet, GoodsSheetRow
from trade.pricing.queries.sheet import goods_by_code, what_is_beside
from trade.pricing.rules.rows import JudgedGood, SheetLine
from trade.pricing.rules.sheet import fingerprint, judge_goods
from trade.pricing.rules.slices import ROWS_MAX, SLICE_ROWS, SheetState, in_slices, move, still_so

KEPT: Final = timedelta(days=30)
_ADD_ROWS: Final = together(
    GoodsSheetRow, ("sheet_id", "number", "seller_id", "slice", "cells", "outcome", "faults", "shown")
)
_NOTE_ROWS: Final = text(
    "UPDATE goods_sheet_rows r SET outcome = n.outcome, faults = n.faults, shown = n.shown"
    " FROM json_to_recordset(CAST(:rows AS json)) AS n (number integer, outcome varchar, faults jsonb, shown varchar)"
    " WHERE r.sheet_id = :sheet_id AND r.number = n.number"
).bindparams(bindparam("rows"))


@action(Permission.SELL)
def send_sheet(work: Work, name: str, lines: Sequence[SheetLine], *, slice_rows: int | None = None) -> UUID:
    """Keep a sheet and check its first slice; a job checks the rest. No product is touched before it is confirmed.

    Raises ``InvalidInput`` for no rows, or more than ``ROWS_MAX``.
    """
    if work.actor.person_id is None:
        raise NotAllowed(Permission.SELL)
    if not 0 < len(lines) <= ROWS_MAX:
        raise InvalidInput("lines", "too_many", maximum=ROWS_MAX)
    seller_id = work.actor.organisation
    slices = in_slices(lines, _products(work, lines), slice_rows or SLICE_ROWS)
    sheet = GoodsSheet(
        id=new_id(), seller_id=seller_id, person_id=work.actor.person_id, at=work.at, name=name[:200],
        state=SheetState.CHECKING, slices=len(slices), checked=0, taken=0, rows_total=len(lines), rows_done=0,
        rows_wrong=0, rows_new=0, rows_changed=0, rows_added=0, rows_written=0, rows_passed=0,
    )  # fmt: skip
    work.session.add(sheet)
    work.session.flush()
    owner = {"sheet_id": sheet.id, "seller_id": seller_id, "outcome": "", "faults": [], "shown": ""}
    rows = [
        {**owner, "number": line.number, "slice": at, "cells": dict(line.cells)}
        for at, each in enumerate(slices)
        for line in each
    ]
    work.session.execute(_ADD_ROWS(), rows_of(rows))
    work.record("pricing.sheet_sent", "goods_sheet", sheet.id, after={"name": sheet.name, "rows": len(lines)})
    _check(work, sheet)
    if sheet.state == SheetState.CHECKING:
        work.later("check_goods_sheet", **_whose(sheet))
    return sheet.id


@action(Permission.SELL)
def check_slice(work: Work, sheet_id: UUID) -> bool:
    """Check the next slice of a sheet; answer whether there is another. Whoever comes second takes the one after it."""
    sheet = _lock(work, sheet_id)
    if sheet.state != SheetState.CHECKING:
        return False
    _check(work, sheet)
    return sheet.state == SheetState.CHECKING


@action(Permission.SELL)
def confirm_sheet(work: Work, sheet_id: UUID) -> None:
    """Have the sound rows of a sheet taken in by a job, or the rest of them after a stop.

    Raises ``NotFound``, ``MoveRefused``.
    """
    sheet = _lock(work, sheet_id)
    sheet.state = move(sheet.state, SheetState.TAKING)
    sheet.confirmed_at = work.at
    work.later("take_goods_sheet", **_whose(sheet))
    work.record("pricing.sheet_confirmed", "goods_sheet", sheet_id)


@action(Permission.SELL)
def take_slice(work: Work, sheet_id: UUID) -> bool:
    """Take in the next slice of a confirmed sheet; answer whether there is another.

    A row that would do anything else by now than was shown is left as it is, and so are all rows of its product.
    """
    sheet = _lock(work, sheet_id)
    if sheet.state != SheetState.TAKING:
        return False
    rows = _rows(work, sheet, sheet.taken)
    shown = {row.number: row.shown for row in rows if row.outcome in {"new", "changed"}}
    if shown:
        _write(work, sheet, rows, shown)
    sheet.taken += 1
    if sheet.taken == sheet.slices:
        sheet.state = move(sheet.state, SheetState.TAKEN)
        work.record("pricing.sheet_taken", "goods_sheet", sheet_id, after={"rows": sheet.rows_written})
    return sheet.state == SheetState.TAKING


@action(Permission.SELL)
def cancel_sheet(work: Work, sheet_id: UUID) -> None:
    """Drop a sheet that was not confirmed, or stop one that is being taken in: what is written by then stays written.

    Raises ``NotFound``, ``MoveRefused``.
    """
    sheet = _lock(work, sheet_id)
    if sheet.state == SheetState.TAKING:
        sheet.state = move(sheet.state, SheetState.STOPPED)
        work.record("pricing.sheet_stopped", "goods_sheet", sheet_id, after={"rows": sheet.rows_written})
        return
    sheet.state = move(sheet.state, SheetState.CANCELLED)
    work.session.execute(delete(GoodsSheetRow).where(GoodsSheetRow.sheet_id == sheet_id))
    work.record("pricing.sheet_cancelled", "goods_sheet", sheet_id)


@action(Permission.OVERSEE)
def forget_sheets(work: Work) -> int:
    """Remove sheets that nobody has needed for a month; answer how many."""
    gone = work.session.execute(delete(GoodsSheet).where(GoodsSheet.at < work.at - KEPT).returning(GoodsSheet.id))
    return len(gone.all())


def _check(work: Work, sheet: GoodsSheet) -> None:
    """Judge the next slice and note what each of its rows would do."""
    judged = _judged(work, [SheetLine(row.number, row.cells) for row in _rows(work, sheet, sheet.checked)])
    _note(work, sheet, judged)
    sheet.rows_done += len(judged)
    sheet.rows_wrong += sum(row.outcome == "wrong" for row in judged)
    sheet.rows_new += sum(row.outcome == "new" for row in judged)
    sheet.rows_changed += sum(row.outcome == "changed" for row in judged)
    sheet.checked += 1
    if sheet.checked == sheet.slices:
        sheet.state = move(sheet.state, SheetState.CHECKED)


def _judged(work: Work, lines: Sequence[SheetLine]) -> list[JudgedGood]:
    codes = [line.cells.get("code", "") for line in lines]
    known = goods_by_code(work.session, work.actor.organisation, codes, work.at)
    return judge_goods(lines, known, what_is_beside(work.session, work.actor, lines, work.at))


def _write(work: Work, sheet: GoodsSheet, rows: Sequence[Any], shown: dict[int, str]) -> None:
    """Write what still is as it was shown; note what is not."""
    passed: list[JudgedGood] = []

    def choose(judged: Sequence[JudgedGood]) -> list[JudgedGood]:
        wanted, left = still_so(judged, shown)
        passed.extend(left)
        return wanted

    taken = write_rows(work, [SheetLine(row.number, row.cells) for row in rows], choose)
    sheet.rows_added += taken.added
    sheet.rows_written += taken.added + taken.changed
    sheet.rows_passed += len(passed)
    _note(work, sheet, passed, "passed")


def _note(work: Work, sheet: GoodsSheet, judged: Sequence[JudgedGood], outcome: str = "") -> None:
    if not judged:
        return
    said = [
        {
            "number": row.number, "outcome": outcome or row.outcome, "shown": fingerprint([row]),
            "faults": [[f.column, f.kind, f.fact, f.rule.minimum, f.rule.multiple] for f in row.faults],
        }
        for row in judged
    ]  # fmt: skip
    work.session.execute(_NOTE_ROWS, {**rows_of(said), "sheet_id": sheet.id})


def _products(work: Work, lines: Sequence[SheetLine]) -> dict[str, UUID]:
    """The products that there are of a sheet's codes, by code in small letters."""
    codes = {line.cells.get("code", "").lower() for line in lines}
    code = func.lower(SKU.code)
    own = select(code, SKU.product_id).where(SKU.seller_id == work.actor.organisation, code.in_(codes))
    return {row[0]: row[1] for row in work.session.execute(own)}


def _rows(work: Work, sheet: GoodsSheet, at: int) -> Sequence[Any]:
    asked = select(GoodsSheetRow.number, GoodsSheetRow.cells, GoodsSheetRow.outcome, GoodsSheetRow.shown)
    ours = asked.where(GoodsSheetRow.sheet_id == sheet.id, GoodsSheetRow.slice == at)
    return work.session.execute(ours.order_by(GoodsSheetRow.number)).all()


def _whose(sheet: GoodsSheet) -> dict[str, str]:
    """What a job is told: which sheet, and on whose behalf."""
    return {"sheet_id": str(sheet.id), "seller_id": str(sheet.seller_id), "person_id": str(sheet.person_id)}


def _lock(work: Work, sheet_id: UUID) -> GoodsSheet:
    statement = select(GoodsSheet).where(GoodsSheet.id == sheet_id, GoodsSheet.seller_id == work.actor.organisation)
    sheet = lock_one(work.session, statement)
    if sheet is None:
        raise NotFound("goods_sheet", sheet_id)
    return sheet
