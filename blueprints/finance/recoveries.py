"""What is to be recovered from sellers for late claims: how old, how far, what comes next; as a page and as a file."""

from collections.abc import Sequence
from typing import Any

from flask import Response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from adapters import clock
from blueprints.finance.blueprint import blueprint
from trade.kernel.actor import Permission
from trade.kernel.paging import PAGE_ROWS, PAGE_ROWS_MAX, Page
from trade.settlement.queries import RecoveryRow, recoveries, recovery_stages
from trade.settlement.rules import RecoveryStage
from web.access import actor, requires, session
from web.recoveries import next_step
from web.sheets import KINDS, Cell, all_rows, list_answer
from web.tabs import Tab
from web.translation import gettext as _
from web.words import state_word


@blueprint.get("/recoveries")
@requires(Permission.SEE_FINANCE)
def recovery_list() -> ResponseReturnValue:
    """Show what sellers owe for late claims, the oldest first; of one stage where the address says so."""
    stage = _stage()
    page = _page(stage, request.args.get("cursor"), PAGE_ROWS)
    further: dict[str, Any] = {"stage": stage, "cursor": page.next_cursor}
    return render_template(
        "finance/recoveries.html",
        rows=page.rows,
        tabs=_tabs(stage),
        asked={"stage": str(stage)} if stage else {},
        age=age,
        further=url_for(".recovery_list", **further) if page.next_cursor else "",
    )


@blueprint.get(f"/recoveries.<{KINDS}:kind>")
@requires(Permission.SEE_FINANCE)
def recoveries_file(kind: str) -> Response:
    """Answer what sellers owe, as this view has it, as a file."""
    stage = _stage()
    rows = all_rows(lambda cursor: _page(stage, cursor, PAGE_ROWS_MAX))
    header = [
        _("Claim"), _("Seller"), _("Begun on"), _("Days"), _("Amount"), _("Recovered"), _("Given up"), _("Still owed"),
        _("Currency"), _("State"), _("Next"), _("Next on"), _("Due"), _("Closed on"),
    ]  # fmt: skip
    return list_answer(kind, "recoveries", _("To recover from sellers"), header, map(_cells, rows))


def age(row: RecoveryRow) -> int:
    """Whole days since it began, or that it took."""
    return ((row.closed_at or clock.now()) - row.begun_at).days


def _page(stage: RecoveryStage | None, cursor: str | None, limit: int) -> Page[RecoveryRow]:
    return recoveries(session(), actor(), stage=stage, cursor=cursor, limit=limit)


def _stage() -> RecoveryStage | None:
    """Read the address; a stage that there is not narrows nothing down."""
    asked = request.args.get("stage", "")
    return RecoveryStage(asked) if asked in set(RecoveryStage) else None


def _tabs(chosen: RecoveryStage | None) -> list[Tab]:
    counts = recovery_stages(session(), actor())
    still = sum(number for stage, number in counts.items() if stage is not RecoveryStage.CLOSED)
    stages = [stage for stage in RecoveryStage if counts.get(stage) or stage == chosen]
    return [Tab(_("Open"), url_for(".recovery_list"), chosen is None, still)] + [
        Tab(state_word(stage, "recovery").word, url_for(".recovery_list", stage=stage), stage == chosen, counts.get(stage, 0))
        for stage in stages
    ]  # fmt: skip


def _cells(row: RecoveryRow) -> Sequence[Cell]:
    return (
        row.reference, row.seller_name, row.begun_at, age(row), row.amount, row.recovered, row.written_off, row.owed,
        row.amount.currency, state_word(row.stage, "recovery").word, next_step(row), row.next_at, row.due_at, row.closed_at,
    )  # fmt: skip
