"""Typing into the pad: every change is a step that can be undone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final
from uuid import UUID

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from trade.kernel import prepared
from trade.kernel.actor import Permission
from trade.kernel.errors import NotAllowed, NotFound
from trade.kernel.ids import new_id
from trade.kernel.totals import LeftOut, left_out
from trade.kernel.work import Work, action
from trade.pad.judging import Entry, judge, turned_round
from trade.pad.models import Pad, PadLine, shown_at
from trade.pad.rules.amounts import typed_count
from trade.pad.rules.faults import LineFault
from trade.pad.rules.lines import AMOUNT_MAX, LINES_MAX, TEXT_MAX, TypedLine
from trade.pad.rules.refusals import PadTooLong

DRAFT_MAX = 200_000


@dataclass(frozen=True, slots=True)
class Added:
    """How many lines came, and how many of them were put together with one of the same SKU; ``totals`` were left out."""

    lines: int
    merged: int
    totals: tuple[LeftOut, ...] = ()


@dataclass(slots=True)
class _New:
    """A line to be written, and the one it takes the place of."""

    entry: Entry
    position: int
    instead_of: UUID | None = None


@action(Permission.BUY)
def add_lines(work: Work, lines: tuple[TypedLine, ...], *, sku_id: UUID | None = None) -> Added:
    """Write lines above those that are there; ``sku_id`` where the one line's goods were chosen from a list.

    A line of a SKU that has one already is added to it; one of several that only adds the others up is left out. Raises ``PadTooLong``; the draft is empty afterwards.
    """
    pad = lock_pad(work)
    step = _next_step(work, pad)
    kept = work.session.scalars(_shown(pad, pad.step)).all()
    if len(kept) + len(lines) > LINES_MAX:
        raise PadTooLong(LINES_MAX)
    entries = [Entry(line.text[:TEXT_MAX], line.amount[:AMOUNT_MAX], sku_id) for line in lines]
    first = min((line.position for line in kept), default=0) - len(entries)
    new, totals = _merged(work, entries, kept, first)
    _write(work, pad, step, new)
    pad.draft = ""
    lines_come = len(entries) - len(totals)
    return Added(lines_come, lines_come - sum(line.instead_of is None for line in new), totals)


@action(Permission.BUY)
def change_line(work: Work, line_id: UUID, *, text: str, amount: str, sku_id: UUID | None = None) -> UUID:
    """Write a line anew, in its place; answer the new one. Raises ``NotFound`` for a line that is not there (any more)."""
    pad = lock_pad(work)
    line = _line(work, pad, line_id)
    step = _next_step(work, pad)
    same = line.sku_id if text == line.text else None
    new = _New(Entry(text[:TEXT_MAX], amount[:AMOUNT_MAX], sku_id or same), line.position, line.id)
    judged = judge(work.session, work.actor, [new.entry], work.at, held={})[0]
    if judged.offer is not None:
        new.entry = replace(new.entry, sku_id=judged.offer.sku_id)
    return _write(work, pad, step, [new])[0]


@action(Permission.BUY)
def remove_line(work: Work, line_id: UUID) -> None:
    """Take a line off the pad. Raises ``NotFound``."""
    pad = lock_pad(work)
    line = _line(work, pad, line_id)
    line.removed = pad.step = pad.last_step = _next_step(work, pad)


@action(Permission.BUY)
def move_step(work: Work, *, forward: bool) -> int:
    """Undo the last step, or do the one that was undone last again; answer the step that shows."""
    pad = lock_pad(work)
    pad.step = min(pad.step + 1, pad.last_step) if forward else max(pad.step - 1, 0)
    return pad.step


@action(Permission.BUY)
def keep_draft(work: Work, draft: str) -> None:
    """Keep what is being typed, so that a reload does not lose it."""
    lock_pad(work).draft = draft[:DRAFT_MAX]


def lock_pad(work: Work) -> Pad:
    """Find or begin the actor's pad and lock it: two windows take turns."""
    if work.actor.person_id is None:
        raise NotAllowed(Permission.BUY)
    owner = {"buyer_id": work.actor.organisation, "person_id": work.actor.person_id}
    statement = (
        upsert(Pad)
        .values(id=new_id(), step=0, last_step=0, draft="", touched_at=work.at, **owner)
        .on_conflict_do_update(index_elements=list(owner), set_={"touched_at": work.at})
        .returning(Pad)
    )
    return work.session.scalars(statement, execution_options={"populate_existing": True}).one()


def _shown(pad: Pad, step: int) -> Any:
    return select(PadLine).where(PadLine.pad_id == pad.id, shown_at(step)).order_by(PadLine.position)


def _line(work: Work, pad: Pad, line_id: UUID) -> PadLine:
    line = work.session.scalars(_shown(pad, pad.step).where(PadLine.id == line_id)).one_or_none()
    if line is None:
        raise NotFound("pad line", line_id)
    found: PadLine = line
    return found


def _next_step(work: Work, pad: Pad) -> int:
    """The number of the step that begins; what was undone before it is forgotten."""
    if pad.step < pad.last_step:
        ours = PadLine.pad_id == pad.id
        work.session.execute(delete(PadLine).where(ours, PadLine.added > pad.step))
        work.session.execute(update(PadLine).where(ours, PadLine.removed > pad.step).values(removed=None))
    return pad.step + 1


def _merged(
    work: Work, entries: Sequence[Entry], kept: Sequence[PadLine], first: int
) -> tuple[list[_New], tuple[LeftOut, ...]]:
    """The lines to write: of each SKU one, with all that was asked of it, in base units once that is certain. And the sums."""
    mine = {line.sku_id: line for line in kept if line.sku_id is not None and line.amount.isdecimal()}
    new: list[_New] = []
    by_sku: dict[UUID, _New] = {}
    found = judge(work.session, work.actor, entries, work.at, held={})
    turned = turned_round(work.session, found)
    if turned:
        found = judge(work.session, work.actor, [turned.get(one.entry, one.entry) for one in found], work.at, held={})
    are_sums = [judged.fault is LineFault.TOTAL and len(found) > 1 for judged in found]
    for position, (judged, is_sum) in enumerate(zip(found, are_sums, strict=True), first):
        entry = judged.entry
        if is_sum:
            continue
        if judged.offer is not None:
            entry = replace(entry, sku_id=judged.offer.sku_id)
        if judged.offer is None or not judged.quantity:
            new.append(_New(entry, position))
            continue
        sku = judged.offer.sku_id
        earlier, count = by_sku.get(sku), judged.quantity
        if earlier is not None:
            earlier.entry = replace(earlier.entry, amount=str(int(earlier.entry.amount) + count))
            continue
        old = mine.get(sku)
        total = count + (int(old.amount) if old else 0)
        made = _New(replace(entry, amount=str(total)), position, old.id if old else None)
        by_sku[sku] = made
        new.append(made)
    counts = [typed_count(judged.entry.amount) for judged in found]
    return new, tuple(left_out(list(zip(range(1, len(found) + 1), are_sums, counts, strict=True))))


_ADD_LINES: Final = insert(PadLine).inline()


def _write(work: Work, pad: Pad, step: int, new: Sequence[_New]) -> list[UUID]:
    replaced = [line.instead_of for line in new if line.instead_of is not None]
    if replaced:
        work.session.execute(update(PadLine).where(PadLine.id.in_(replaced)).values(removed=step))
    rows: list[dict[str, Any]] = [
        {
            "id": new_id(), "pad_id": pad.id, "buyer_id": pad.buyer_id, "position": line.position,
            "text": line.entry.text, "amount": line.entry.amount, "sku_id": line.entry.sku_id, "added": step, "removed": None,
        }
        for line in new
    ]  # fmt: skip
    if rows:
        prepared.run(work.session, _ADD_LINES, rows)
        pad.step = pad.last_step = step
    return [row["id"] for row in rows]


def forget_lines(work: Work, pad: Pad, put: Sequence[UUID]) -> None:
    """Take lines off for good, with all steps that could be undone; the rest begin a new count."""
    ours = PadLine.pad_id == pad.id
    work.session.execute(delete(PadLine).where(ours, ~shown_at(pad.step) | PadLine.id.in_(put)))
    work.session.execute(update(PadLine).where(ours).values(added=1, removed=None))
    left = work.session.scalar(select(func.count()).where(ours)) or 0
    pad.step = pad.last_step = 1 if left else 0
