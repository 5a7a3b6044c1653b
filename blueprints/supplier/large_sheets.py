"""Sheets of products that a job checks and takes in: how far each is, confirmed once, cancelled or stopped at any time."""

from __future__ import annotations

from uuid import UUID

from flask import Response, make_response, render_template, url_for
from flask.typing import ResponseReturnValue

from adapters import clock
from blueprints.supplier.blueprint import blueprint
from blueprints.supplier.goods_to_fix import columns_used, goods_to_fix, reason_of
from blueprints.supplier.product_columns import changes_of, fault_words, sum_words, sums_of
from trade.kernel.actor import Permission
from trade.kernel.tallies import tallied
from trade.pricing import actions, queries
from trade.pricing.queries import RowToFix, SheetHead
from trade.pricing.rules.slices import SheetState
from web import hx
from web.access import actor, call, requires, session
from web.filters import quantity
from web.fragments import see_other
from web.progress import Progress, told
from web.timeline import timeline_of
from web.translation import gettext as _


@blueprint.get("/products/sheets/<uuid:sheet_id>")
@requires(Permission.SELL)
def large_sheet(sheet_id: UUID) -> ResponseReturnValue:
    """Show how a large sheet stands: what it would do, what is wrong with it, what is written."""
    return _page(sheet_id)


@blueprint.get("/products/sheets/<uuid:sheet_id>/progress")
@requires(Permission.SELL)
def large_sheet_progress(sheet_id: UUID) -> ResponseReturnValue:
    """Say how far the job is; nothing where that is known already."""
    head = queries.sheet_head(session(), actor(), sheet_id)
    if not head.is_at_work:
        return see_other(url_for(".large_sheet", sheet_id=sheet_id))
    job = _progress(head)
    if not hx.wants_fragment():
        return _page(sheet_id)
    return told(job, "supplier/_large_sheet_progress.html", head=head)


@blueprint.post("/products/sheets/<uuid:sheet_id>/confirmation")
@requires(Permission.SELL)
def confirm_large_sheet(sheet_id: UUID) -> ResponseReturnValue:
    """Have the sound rows taken in, or the rest of them after a stop."""
    actions.confirm_sheet(call(), sheet_id)
    return see_other(url_for(".large_sheet", sheet_id=sheet_id))


@blueprint.post("/products/sheets/<uuid:sheet_id>/cancellation")
@requires(Permission.SELL)
def cancel_large_sheet(sheet_id: UUID) -> ResponseReturnValue:
    """Drop a sheet, or stop taking it in; its page says what is written by then."""
    actions.cancel_sheet(call(), sheet_id)
    return see_other(url_for(".large_sheet", sheet_id=sheet_id))


@blueprint.get("/products/sheets/<uuid:sheet_id>/rows-to-fix.xlsx")
@requires(Permission.SELL)
def large_sheet_to_fix(sheet_id: UUID) -> ResponseReturnValue:
    """Give the rows that were not taken in, each with its reason."""
    rows = queries.rows_to_fix(session(), actor(), sheet_id)
    wrong = sums_of(row.judged for row in rows if row.outcome == "wrong")
    left = tallied((row.number, _reason(row), "") for row in rows if row.outcome != "wrong")
    sums = [*(tally.told(sum_words) for tally in wrong), *left]
    return goods_to_fix(columns_used(row.cells for row in rows), ((row.cells, _reason(row)) for row in rows), sums)


def _reason(row: RowToFix) -> str:
    if row.outcome == "wrong":
        return reason_of(row.judged)
    return _("The product had changed meanwhile.") if row.outcome == "passed" else _("Stopped before this row.")


def _progress(head: SheetHead) -> Progress:
    """How far the check is by rows, and the taking in by the rows that it has written or left."""
    taking = head.state == SheetState.TAKING
    fine = _("%(good)s fine, %(bad)s need a hand", good=quantity(head.rows_wanted), bad=quantity(head.rows_wrong))
    written = _("%(rows)s products are written", rows=quantity(head.rows_written))
    return Progress(
        title=_("Products are being taken in") if taking else _("Rows are being checked"),
        done=head.taken * head.rows_total // head.slices if taking else head.rows_done,
        total=head.rows_total,
        sentence=written if taking else fine,
        etag=f'"{head.state}-{head.rows_done}-{head.taken}"',
        finished=not head.is_at_work,
        failed=False,
    )


def _page(sheet_id: UUID) -> Response:
    view = queries.sheet_view(session(), actor(), sheet_id, clock.now())
    page = render_template(
        "supplier/large_sheet.html",
        head=view.head,
        kinds=view.kinds,
        job=_progress(view.head),
        most=queries.SHEET_ROWS_SHOWN,
        sums=[tally.told(sum_words) for tally in view.sums],
        faults=fault_words,
        changes=changes_of,
        happened=timeline_of(session(), "goods_sheet", sheet_id),
    )
    return make_response(page)
