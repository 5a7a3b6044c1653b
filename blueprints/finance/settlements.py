"""Settling all sellers: what it would come to, starting it, and watching it."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from typing import Any
from uuid import UUID

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue

from adapters import clock
from blueprints.finance.blueprint import blueprint
from blueprints.finance.forms import FIRST, UntilForm
from trade.kernel.actor import Permission
from trade.kernel.errors import StaleVersion
from trade.settlement import queries
from trade.settlement.actions import start_settlement
from trade.settlement.queries import RunRow
from trade.settlement.rules import RunOpen, RunState
from web import hx
from web.access import actor, call, requires, session
from web.filters import viewers_zone
from web.fragments import respond, see_other
from web.sentences import sentence
from web.timeline import timeline_of
from web.translation import gettext as _
from web.translation import ngettext


@dataclass(frozen=True, slots=True)
class Progress:
    """A run as the progress bar draws it."""

    title: str
    done: int
    total: int
    percent: int
    finished: bool
    failed: bool
    sentence: str


@blueprint.get("/settlements")
@requires(Permission.SEE_FINANCE)
def settlement_list() -> ResponseReturnValue:
    """Show what settling would come to now, or up to another instant, and the runs so far."""
    return render_template("finance/settlements.html", **_about(_until()), refusal="", open_run=None)


@blueprint.post("/settlements")
@requires(Permission.PREPARE_MONEY)
def settle() -> ResponseReturnValue:
    """Start a settlement of exactly what was previewed."""
    form = UntilForm()
    until = form.instant() if form.validate() else None
    if until is None or not form.content():
        refusal = _("Settle up to now, or up to an instant that has passed.")
        return render_template("finance/settlements.html", **_about(clock.now()), refusal=refusal, open_run=None), 422
    try:
        run_id = start_settlement(call(), until=until, shown=form.content())
    except StaleVersion:
        refusal = _("Something has changed since you looked, so nothing was started. Look at it again as it is now.")
        return render_template("finance/settlements.html", **_about(until), refusal=refusal, open_run=None), 409
    except RunOpen as error:
        context = {**_about(until), "refusal": sentence(error), "open_run": error.run_id}
        return render_template("finance/settlements.html", **context), 409
    flash(_("The settlement has started. You can leave this page; it goes on."), "good")
    return see_other(url_for(".settlement", run_id=run_id))


@blueprint.get("/settlements/<uuid:run_id>")
@requires(Permission.SEE_FINANCE)
def settlement(run_id: UUID) -> ResponseReturnValue:
    """Show how far a run is; asked again by its page every two seconds until it is done."""
    run = queries.run(session(), run_id)
    tag = blake2b(
        f"{run.state}{run.sellers_done}/{run.sellers_total}{run.lines_done}".encode(), digest_size=8
    ).hexdigest()
    if hx.wants_fragment() and tag in request.if_none_match:
        return "", 304, {"ETag": f'"{tag}"', "Vary": "HX-Request"}
    answer = respond(
        "finance/run.html", "finance/_run.html", run=run, job=_progress(run), etag=f'"{tag}"', **_of_run(run)
    )
    if hx.wants_fragment():
        answer.set_etag(tag)
    return answer


def _until() -> datetime:
    """Return the instant that was asked for in the viewer's zone; now where there is none, or it lies ahead."""
    now = clock.now()
    try:
        asked = datetime.fromisoformat(request.args.get("until", ""))
        found = asked if asked.tzinfo else asked.replace(tzinfo=viewers_zone())
        return min(max(found.astimezone(now.tzinfo), FIRST), now)
    except (ValueError, OverflowError):
        return now


def _about(until: datetime) -> dict[str, object]:
    return {
        "until": until,
        "local": until.astimezone(viewers_zone()).strftime("%Y-%m-%dT%H:%M"),
        "preview": queries.preview(session(), until),
        "runs": queries.runs(session()),
        "may_settle": actor().may(Permission.PREPARE_MONEY),
    }


def _of_run(run: RunRow) -> dict[str, Any]:
    statements = queries.statements(session(), actor(), run_id=run.id)
    happened = [] if hx.wants_fragment() else timeline_of(session(), "settlement_run", run.id)
    changed = queries.changed(session(), run.id)
    return {"statements": statements, "changed": changed, "happened": happened}


def _progress(run: RunRow) -> Progress:
    finished = run.state is RunState.DONE
    percent = 100 if finished else run.sellers_done * 100 // max(run.sellers_total, 1)
    lines = ngettext("%(num)d order line settled", "%(num)d order lines settled", run.lines_done)
    words = {
        RunState.QUEUED: _("Waiting for a worker to take it up."),
        RunState.RUNNING: _("Under way: %(lines)s so far.", lines=lines),
        RunState.DONE: _("Done: %(lines)s.", lines=lines),
    }
    return Progress(
        _("Sellers"), run.sellers_done, run.sellers_total, percent, finished, failed=False, sentence=words[run.state]
    )
