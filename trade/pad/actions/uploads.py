"""An upload: taken, mapped, checked in pieces, confirmed or cancelled. Nothing reaches the cart before it is confirmed."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import islice
from typing import Final
from uuid import UUID

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.orm import Session

from trade.kernel import prepared
from trade.kernel.actor import Permission
from trade.kernel.cells import Grouping
from trade.kernel.errors import NotAllowed, NotFound
from trade.kernel.ids import new_id
from trade.kernel.locks import lock_one
from trade.kernel.ports import SheetReader, SheetRow
from trade.kernel.work import Work, action
from trade.ordering.offers import offers_of
from trade.pad.actions.cart import PutIntoCart, put_at_least
from trade.pad.judging import Entry, judge
from trade.pad.models import Upload, UploadRow
from trade.pad.rules.amounts import typed_count
from trade.pad.rules.faults import LineFault
from trade.pad.rules.refusals import RowsNeedAHand, TooManyGoods
from trade.pad.rules.uploads import (
    GOODS_MAX,
    ROWS_AT_ONCE,
    SAMPLE_ROWS,
    Mapping,
    UploadState,
    guessed_mapping,
    move,
    prove_encoding,
)
from trade.pad.totals import hold_against_totals

KEPT: Final = timedelta(days=30)


@action(Permission.BUY)
def take_upload(work: Work, read: SheetReader, name: str, content: bytes) -> UUID:
    """Keep a file and find out what its columns mean. Raises ``SheetRefused``; then nothing is kept."""
    if work.actor.person_id is None:
        raise NotAllowed(Permission.BUY)
    upload = Upload(
        id=new_id(), buyer_id=work.actor.organisation, person_id=work.actor.person_id, at=work.at, name=name[:200],
        content=content, state=UploadState.MAPPING, sample=[], columns={}, lines_put=0,
    )  # fmt: skip
    _look_at(upload, read, "")
    work.session.add(upload)
    work.record("pad.upload_taken", "upload", upload.id, after={"name": upload.name})
    return upload.id


@action(Permission.BUY)
def map_upload(work: Work, read: SheetReader, upload_id: UUID, mapping: Mapping) -> str:
    """Say what the columns mean and check the first rows; a job checks the rest. Answer the state after it.

    Where another encoding is named, the file is only looked at again with it. Raises ``NotFound``, ``MoveRefused``,
    ``SheetRefused``.
    """
    upload = _lock(work, upload_id)
    move(upload.state, UploadState.CHECKING)
    if mapping.encoding and mapping.encoding != upload.encoding:
        _look_at(upload, read, mapping.encoding)
        upload.state = UploadState.MAPPING
        return upload.state
    work.session.execute(delete(UploadRow).where(UploadRow.upload_id == upload_id))
    upload.columns, upload.header_row, upload.grouping = mapping.columns, mapping.header_row, mapping.grouping
    upload.is_guess, upload.fault = False, ""
    upload.round += 1
    upload.rows_done = upload.rows_good = 0
    upload.state = UploadState.CHECKING
    work.session.flush()
    assert upload.content is not None
    with read(upload.content, encoding=upload.encoding) as sheet:
        rows = data_rows(sheet.rows, mapping.header_row)
        _keep_rows(work, upload, list(islice(rows, ROWS_AT_ONCE)))
        is_all = next(rows, None) is None
    if is_all:
        _finish(work, upload)
    else:
        person = {"buyer_id": str(upload.buyer_id), "person_id": str(upload.person_id)}
        work.later("check_upload", upload_id=str(upload_id), round=upload.round, **person)
    return upload.state


@action(Permission.BUY)
def check_rows(work: Work, upload_id: UUID, round_: int, rows: tuple[SheetRow, ...]) -> bool:
    """Check the next rows of an upload; answer whether to go on. Rows that a twin has checked already count once."""
    upload = _lock(work, upload_id)
    if upload.state != UploadState.CHECKING or upload.round != round_:
        return False
    _keep_rows(work, upload, rows)
    return True


@action(Permission.BUY)
def finish_check(work: Work, upload_id: UUID, round_: int, fault: str) -> None:
    """End a check: all rows were read, or the file broke at ``fault``."""
    upload = _lock(work, upload_id)
    if upload.state != UploadState.CHECKING or upload.round != round_:
        return
    if fault:
        upload.state, upload.fault = move(upload.state, UploadState.FAILED), fault
    else:
        _finish(work, upload)


@action(Permission.BUY)
def confirm_upload(work: Work, upload_id: UUID, *, valid_only: bool) -> PutIntoCart:
    """Put the rows into the cart, which then holds at least that much of each SKU.

    Raises ``RowsNeedAHand`` for all rows while some are bad, ``TooManyGoods``, ``NothingToPut``, ``MoveRefused``.
    """
    upload = _lock(work, upload_id)
    state = move(upload.state, UploadState.CONFIRMED)
    if upload.rows_bad and not valid_only:
        raise RowsNeedAHand(upload.rows_bad)
    wanted = good_quantities(work.session, upload_id)
    if len(wanted) > GOODS_MAX:
        raise TooManyGoods(GOODS_MAX)
    put = put_at_least(work, wanted)
    upload.state, upload.confirmed_at, upload.lines_put = state, work.at, put.put
    work.record("pad.upload_confirmed", "upload", upload_id, after={"lines": put.put})
    return replace(put, left=put.left + upload.rows_bad)


@action(Permission.BUY)
def cancel_upload(work: Work, upload_id: UUID) -> None:
    """Drop an upload; a check that runs stops at its next piece. Raises ``NotFound``, ``MoveRefused``."""
    upload = _lock(work, upload_id)
    upload.state = move(upload.state, UploadState.CANCELLED)
    upload.content = None
    work.session.execute(delete(UploadRow).where(UploadRow.upload_id == upload_id))
    work.record("pad.upload_cancelled", "upload", upload_id)


@action(Permission.OVERSEE)
def forget_uploads(work: Work) -> int:
    """Remove uploads that nobody has needed for a month; answer how many."""
    gone = work.session.execute(delete(Upload).where(Upload.at < work.at - KEPT).returning(Upload.id))
    return len(gone.all())


def good_quantities(session: Session, upload_id: UUID, among: Collection[UUID] | None = None) -> dict[UUID, int]:
    """What the good rows of an upload ask for, by SKU, in the file's order; at most one more SKU than may go."""
    kept = UploadRow.sku_id.is_not(None) if among is None else UploadRow.sku_id.in_(among)
    rows = session.execute(
        select(UploadRow.sku_id, func.sum(UploadRow.quantity))
        .where(UploadRow.upload_id == upload_id, UploadRow.fault == "", kept)
        .group_by(UploadRow.sku_id)
        .order_by(func.min(UploadRow.number))
        .limit(GOODS_MAX + 1)
    )
    return {sku_id: int(quantity or 0) for sku_id, quantity in rows if sku_id is not None}


def data_rows(rows: Iterator[SheetRow], header_row: int, after: int = 0) -> Iterator[SheetRow]:
    """The rows below the header, those up to ``after`` left out."""
    last = max(header_row, after)
    return (row for row in rows if row.number > last)


def mapping_of(upload: Upload) -> Mapping:
    """What somebody said the columns of an upload mean."""
    columns = upload.columns
    return Mapping(
        columns["code"], columns["quantity"], columns.get("unit"), upload.header_row, upload.encoding,
        Grouping(upload.grouping),
    )  # fmt: skip


def _look_at(upload: Upload, read: SheetReader, encoding: str) -> None:
    """Read the head of the file."""
    assert upload.content is not None
    with read(upload.content, encoding=encoding) as sheet:
        header_row, columns = guessed_mapping(sheet.head)
        is_proven = prove_encoding(sheet.head, header_row, columns, sheet.encoding)
        upload.encoding, upload.is_guess = sheet.encoding, sheet.is_guess and not is_proven
        upload.rows_expected = sheet.height
        upload.header_row, upload.columns = header_row, columns
        first = max(upload.header_row - 1, 0)
        shown = [row for row in sheet.head if row.number > first][:SAMPLE_ROWS]
        upload.sample = [[row.number, row.cells[:30]] for row in shown]


_ADD_ROWS: Final = insert(UploadRow).inline()


def _keep_rows(work: Work, upload: Upload, rows: Sequence[SheetRow]) -> None:
    """Judge rows and write them down. A constant number of statements a piece."""
    last = work.session.scalar(select(func.max(UploadRow.number)).where(UploadRow.upload_id == upload.id)) or 0
    new = [row for row in rows if row.number > last]
    if not new:
        return
    mapping = mapping_of(upload)
    entries = [Entry(*mapping.texts(row)) for row in new]
    judged = judge(work.session, work.actor, entries, work.at, held={}, grouping=mapping.grouping)
    owner = {"upload_id": upload.id, "buyer_id": upload.buyer_id}
    written = [
        {
            **owner, "number": row.number, "text": found.entry.text, "amount": found.entry.amount,
            "sku_id": found.offer.sku_id if found.offer else None,
            "quantity": typed_count(found.entry.amount, mapping.grouping) if found.fault is LineFault.TOTAL else found.quantity or None,
            "fault": found.fault or "", "above": None,
        }
        for row, found in zip(new, judged, strict=True)
    ]  # fmt: skip
    prepared.run(work.session, _ADD_ROWS, written)
    upload.rows_done += sum(row["fault"] != LineFault.TOTAL for row in written)
    upload.rows_good += sum(not row["fault"] for row in written)


def _finish(work: Work, upload: Upload) -> None:
    """Look once more at quantities that were refused in their piece: rows of one SKU count together over the whole file."""
    ours = UploadRow.upload_id == upload.id
    doubtful = select(UploadRow.sku_id).where(ours, UploadRow.fault == LineFault.QUANTITY)
    sums = work.session.execute(
        select(UploadRow.sku_id, func.sum(UploadRow.quantity))
        .where(ours, UploadRow.sku_id.in_(doubtful), UploadRow.fault.in_(["", LineFault.QUANTITY]))
        .group_by(UploadRow.sku_id)
    ).all()
    offers = offers_of(work.session, work.actor, [sku_id for sku_id, _ in sums if sku_id], work.at) if sums else {}
    fine = [sku_id for sku_id, total in sums if sku_id and offers[sku_id].rule.admits(int(total or 0))]
    if fine:
        work.session.execute(
            update(UploadRow)
            .where(ours, UploadRow.sku_id.in_(fine), UploadRow.fault == LineFault.QUANTITY)
            .values(fault="")
        )
        good = select(func.count()).where(ours, UploadRow.fault == "")
        upload.rows_good = work.session.scalar(good) or 0
    hold_against_totals(work.session, upload)
    upload.state = move(upload.state, UploadState.CHECKED)


def _lock(work: Work, upload_id: UUID) -> Upload:
    statement = select(Upload).where(Upload.id == upload_id, Upload.buyer_id == work.actor.organisation)
    upload = lock_one(work.session, statement)
    if upload is None:
        raise NotFound("upload", upload_id)
    return upload
