"""Rows of sums in an uploaded order, held against the rows above them."""

from __future__ import annotations

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from trade.kernel.cells import Grouping
from trade.kernel.totals import left_out
from trade.pad.models import Upload, UploadRow
from trade.pad.rules.amounts import typed_count
from trade.pad.rules.faults import LineFault


def hold_against_totals(session: Session, upload: Upload) -> None:
    """Note beside each row of sums what the rows above it come to, as they were typed."""
    ours = UploadRow.upload_id == upload.id
    if session.scalar(select(func.count()).where(ours, UploadRow.fault == LineFault.TOTAL)) == 0:
        return
    asked = select(UploadRow.number, UploadRow.fault, UploadRow.amount).where(ours).order_by(UploadRow.number)
    grouping = Grouping(upload.grouping)
    counted = [
        (row.number, row.fault == LineFault.TOTAL, typed_count(row.amount, grouping)) for row in session.execute(asked)
    ]
    for total in left_out(counted):
        session.execute(update(UploadRow).where(ours, UploadRow.number == total.number).values(above=total.above))
