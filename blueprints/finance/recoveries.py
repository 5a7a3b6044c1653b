"""What is to be recovered from sellers for late claims: how old, how far, what comes next; and giving it up, by two people."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import Response, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue

from adapters import clock
from blueprints.finance.blueprint import blueprint
from blueprints.finance.decisions import why
from blueprints.finance.forms import DecisionForm, RejectionForm, WriteOffForm
from trade.kernel.actor import Permission
from trade.kernel.errors import DomainError, NotAllowed, NotFound
from trade.kernel.paging import PAGE_ROWS, PAGE_ROWS_MAX, Page
from trade.settlement import actions
from trade.settlement.queries import (
    RECOVERY_WRITE_OFF,
    RecoveryRow,
    recoveries,
    recovery_stages,
    write_off_decisions,
    write_offs_waiting,
)
from trade.settlement.rules import RecoveryStage
from web.access import actor, call, requires, session
from web.decisions import KINDS as DECISIONS
from web.decisions import DecisionKind
from web.forms import of_each
from web.fragments import see_other
from web.recoveries import next_step
from web.sheets import KINDS, Cell, all_rows, list_answer
from web.tabs import Tab
from web.translation import gettext as _
from web.translation import lazy_gettext as _l
from web.words import state_word


@blueprint.get("/recoveries")
@requires(Permission.SEE_FINANCE)
def recovery_list() -> ResponseReturnValue:
    """Show what sellers owe for late claims, the oldest first; of one stage where the address says so."""
    return _list_page()


@blueprint.post("/recoveries/<uuid:claim_id>/write-off")
@requires(Permission.PREPARE_MONEY)
def propose_recovery_loss(claim_id: UUID) -> ResponseReturnValue:
    """Propose to give up what a seller still owes for a claim."""
    form = WriteOffForm()
    if not form.validate():
        return _list_page(422, loss_form=form, about=claim_id)
    try:
        actions.propose_recovery_write_off(call(), claim_id, note=form.note.data or "")
    except (NotFound, NotAllowed):
        raise
    except DomainError as error:
        return _list_page(409, refusal=why(error))
    flash(_("Proposed. Another person decides on it now."), "waiting")
    return see_other(url_for(".recovery_list"))


@blueprint.post("/recoveries/write-offs/<uuid:write_off_id>/approval")
@requires(Permission.APPROVE_MONEY)
def write_recovery_off(write_off_id: UUID) -> ResponseReturnValue:
    """Give up exactly what was shown."""
    try:
        actions.approve_recovery_write_off(call(), write_off_id, shown=DecisionForm().content())
    except (NotFound, NotAllowed):
        raise
    except DomainError as error:
        return _list_page(409, refusal=why(error))
    flash(_("Given up: the platform bears it now."), "good")
    return see_other(url_for(".recovery_list"))


@blueprint.post("/recoveries/write-offs/<uuid:write_off_id>/rejection")
@requires(Permission.APPROVE_MONEY)
def go_on_asking(write_off_id: UUID) -> ResponseReturnValue:
    """Keep what a seller owes."""
    form = RejectionForm()
    if not form.validate():
        return _list_page(422, form=form, about=write_off_id)
    try:
        actions.reject_recovery_write_off(call(), write_off_id, reason=form.reason.data or "")
    except (NotFound, NotAllowed):
        raise
    except DomainError as error:
        return _list_page(409, refusal=why(error))
    flash(_("Rejected: the seller owes it still."), "good")
    return see_other(url_for(".recovery_list"))


def _list_page(
    status: int = 200,
    *,
    loss_form: WriteOffForm | None = None,
    form: RejectionForm | None = None,
    about: UUID | None = None,
    refusal: str = "",
) -> ResponseReturnValue:
    """Show the list; a form that was sent stands at what it is ``about``."""
    stage = _stage()
    page = _page(stage, request.args.get("cursor"), PAGE_ROWS)
    further: dict[str, Any] = {"stage": stage, "cursor": page.next_cursor}
    context: dict[str, Any] = {
        "rows": page.rows, "tabs": _tabs(stage), "asked": {"stage": str(stage)} if stage else {}, "age": age,
        "write_offs": write_offs_waiting(session()), "refusal": refusal,
        "loss_forms": of_each(WriteOffForm, loss_form, about), "forms": of_each(RejectionForm, form, about),
        "loss_form": loss_form or WriteOffForm(formdata=None), "form": form or RejectionForm(formdata=None),
        "further": url_for(".recovery_list", **further) if page.next_cursor else "",
    }  # fmt: skip
    return render_template("finance/recoveries.html", **context), status


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


DECISIONS[RECOVERY_WRITE_OFF] = DecisionKind(
    _l("Owed by a seller, to be given up"),
    write_off_decisions,
    lambda call, one, shown: actions.approve_recovery_write_off(call, one, shown=shown),
    lambda call, one, reason: actions.reject_recovery_write_off(call, one, reason=reason),
    lambda _one: url_for("finance.recovery_list"),
)
