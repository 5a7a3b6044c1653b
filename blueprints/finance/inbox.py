"""The inbox of whoever decides: every kind of case, the oldest first, one open beside the list, small ones several at once."""

from typing import Final
from uuid import UUID

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue

from blueprints.finance.blueprint import blueprint
from blueprints.finance.decisions import why
from blueprints.finance.forms import DecisionForm, RejectionForm
from trade.kernel.actor import Permission
from trade.kernel.errors import DomainError, NotAllowed, NotFound
from trade.kernel.work import Call
from trade.payouts import actions
from trade.payouts.queries import batch_decisions, payout_decisions
from web.access import actor, call, requires, session
from web.decisions import KINDS, Case, DecisionKind, bulk_limit, cases, cases_waiting
from web.each import call_for
from web.filters import money
from web.fragments import respond, see_other
from web.translation import gettext as _
from web.translation import lazy_gettext as _l
from web.translation import ngettext

PAGE, FRAGMENT = "finance/inbox.html", "finance/_case.html"


def _approve_payout(call: Call, payout_id: UUID, shown: bytes) -> object:
    return actions.approve_payout(call, payout_id, shown=shown)


def _reject_payout(call: Call, payout_id: UUID, reason: str) -> object:
    return actions.reject_payout(call, payout_id, reason=reason)


def _payout_page(payout_id: UUID) -> str:
    return url_for("finance.payout", payout_id=payout_id)


def _approve_batch(call: Call, batch_id: UUID, shown: bytes) -> object:
    return actions.approve_batch(call, batch_id, shown=shown)


def _reject_batch(call: Call, batch_id: UUID, reason: str) -> object:
    return actions.reject_batch(call, batch_id, reason=reason)


def _batch_page(batch_id: UUID) -> str:
    return url_for("finance.batch", batch_id=batch_id)


KINDS["payout_batch"] = DecisionKind(
    _l("Batch of payouts"), batch_decisions, _approve_batch, _reject_batch, _batch_page
)
KINDS["payout"] = DecisionKind(_l("Payout"), payout_decisions, _approve_payout, _reject_payout, _payout_page)
BULK_MOST: Final = 200


@blueprint.get("/inbox")
@requires(Permission.SEE_FINANCE)
def inbox() -> ResponseReturnValue:
    """Show what waits for a second person, and one case with what changed."""
    return _shown(request.args.get("case", ""))


@blueprint.post("/inbox/<kind>/<uuid:decision_id>/approval")
@requires(Permission.APPROVE_MONEY)
def approve_case(kind: str, decision_id: UUID) -> ResponseReturnValue:
    """Approve a case exactly as it was shown."""
    found = _kind(kind)
    try:
        found.approve(call(), decision_id, DecisionForm().content())
    except (NotFound, NotAllowed):
        raise
    except DomainError as error:
        return _shown(f"{kind}:{decision_id}", why(error), status=409)
    flash(_("Approved."), "good")
    return see_other(url_for(".inbox"))


@blueprint.post("/inbox/<kind>/<uuid:decision_id>/rejection")
@requires(Permission.APPROVE_MONEY)
def reject_case(kind: str, decision_id: UUID) -> ResponseReturnValue:
    """Send a case back to whoever prepared it, with the reason."""
    found, form = _kind(kind), RejectionForm()
    if not form.validate():
        return _shown(f"{kind}:{decision_id}", form=form, status=422)
    try:
        found.reject(call(), decision_id, form.reason.data or "")
    except (NotFound, NotAllowed):
        raise
    except DomainError as error:
        return _shown(f"{kind}:{decision_id}", why(error), form=form, status=409)
    flash(_("Rejected. Whoever prepared it reads why."), "good")
    return see_other(url_for(".inbox"))


@blueprint.post("/inbox/approval")
@requires(Permission.APPROVE_MONEY)
def approve_cases() -> ResponseReturnValue:
    """Approve the small cases that were ticked, each by itself and exactly as it was shown."""
    small = {f"{case.key}:{case.decision.shown.hex()}": case for case in cases(session(), actor()) if case.in_bulk}
    chosen, done = request.form.getlist("chosen")[:BULK_MOST], 0
    for ticked in dict.fromkeys(chosen):
        case = small.get(ticked)
        if case is None:
            continue
        done += _approved(case)
    if done:
        flash(ngettext("%(num)d case approved.", "%(num)d cases approved.", done), "good")
    left = len(set(chosen)) - done
    if left:
        flash(
            ngettext(
                "%(num)d was not approved: it changed, was decided, or is not small. It stands below as it is.",
                "%(num)d were not approved: they changed, were decided, or are not small. They stand below as they are.",
                left,
            ),
            "waiting",
        )
    if not chosen:
        flash(_("Tick the cases that you want to approve."), "waiting")
    return see_other(url_for(".inbox"))


def waiting() -> int:
    """Count what waits for its second person."""
    return cases_waiting(session(), actor())


def _approved(case: Case) -> bool:
    """Whether a case was approved; one that is refused leaves the others as they are."""
    try:
        KINDS[case.decision.kind].approve(call_for(call(), case.key), case.decision.id, case.decision.shown)
    except DomainError:
        return False
    return True


def _kind(name: str) -> DecisionKind:
    if name not in KINDS:
        raise NotFound("decision", name)
    return KINDS[name]


def _shown(key: str, refusal: str = "", form: RejectionForm | None = None, status: int = 200) -> ResponseReturnValue:
    found = cases(session(), actor())
    opened = next((case for case in found if case.key == key), None)
    limits = [
        money(bulk_limit(currency))
        for currency in sorted({c.decision.amount.currency for c in found if c.decision.amount})
    ]
    context = {
        "rows": found,
        "case": opened,
        "refusal": refusal,
        "form": form or RejectionForm(formdata=None),
        "may_decide": actor().may(Permission.APPROVE_MONEY),
        "limits": limits,
    }
    return respond(PAGE, FRAGMENT, status, **context)
