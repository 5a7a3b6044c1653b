"""Checking large uploads piece by piece, and forgetting old ones."""

from __future__ import annotations

from itertools import islice
from uuid import UUID

from adapters.sheets import read_sheet
from jobs.calls import party_call, system_call
from trade.kernel.actor import Actor, Permission, Scope
from trade.kernel.errors import NotFound
from trade.kernel.ports import SheetRefused
from trade.pad import actions, queries
from trade.pad.actions.uploads import data_rows
from trade.pad.rules.uploads import ROWS_AT_ONCE
from trade.pricing.actions import forget_sheets


def check_upload(upload_id: str, round: int, buyer_id: str, person_id: str) -> None:  # noqa: A002 - an errand's argument
    """Check what is left of an upload, as whoever uploaded it; each piece is a transaction, so killed it goes on there."""
    actor = Actor(Scope.PARTY, UUID(person_id), UUID(buyer_id), frozenset({Permission.BUY, Permission.BROWSE}))
    upload = UUID(upload_id)
    with party_call(actor) as call:
        try:
            source = queries.upload_source(call.session, actor, upload)
        except NotFound:
            return
    fault = ""
    try:
        with read_sheet(source.content, encoding=source.mapping.encoding) as sheet:
            rows = data_rows(sheet.rows, source.mapping.header_row, source.done)
            while piece := tuple(islice(rows, ROWS_AT_ONCE)):
                with party_call(actor) as call:
                    if not actions.check_rows(call, upload, round, piece):
                        return
    except SheetRefused as error:
        fault = error.fault
    with party_call(actor) as call:
        actions.finish_check(call, upload, round, fault)


def forget_uploads() -> None:
    """Remove uploads and sheets of products that nobody has needed for a month."""
    with system_call() as call:
        actions.forget_uploads(call)
    with system_call() as call:
        forget_sheets(call)
