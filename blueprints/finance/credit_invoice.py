"""One invoice: its parts and changes, giving time, and proposing to give it up."""

from typing import Any
from uuid import UUID

from flask import flash, render_template, url_for
from flask.typing import ResponseReturnValue

from blueprints.finance.blueprint import blueprint
from blueprints.finance.credit_forms import PlanForm, ReasonForm
from trade.credit import actions, queries
from trade.kernel.actor import Permission
from trade.kernel.errors import DomainError, InvalidInput, NotAllowed, NotFound
from trade.ledger.queries import entries
from trade.parties.queries import names_of
from web.access import actor, call, requires, session
from web.credit_words import MOVEMENTS
from web.decisions import KINDS, DecisionKind
from web.fragments import see_other
from web.sentences import sentence
from web.timeline import timeline_of
from web.translation import gettext as _
from web.translation import lazy_gettext as _l

PAGE = "finance/credit_invoice.html"


def _page_of_write_off(write_off_id: UUID) -> str:
    organisation_id, currency = queries.write_off_owner(session(), write_off_id)
    return url_for("finance.credit_case", organisation_id=organisation_id, currency=currency)


KINDS["credit_write_off"] = DecisionKind(
    _l("Write-off"),
    queries.write_off_decisions,
    lambda call, write_off_id, shown: actions.approve_write_off(call, write_off_id, shown=shown),
    lambda call, write_off_id, reason: actions.decline_write_off(call, write_off_id, reason=reason),
    _page_of_write_off,
)


@blueprint.get("/credit/invoices/<uuid:invoice_id>")
@requires(Permission.SEE_FINANCE)
def credit_invoice(invoice_id: UUID) -> ResponseReturnValue:
    """Show an invoice with all that became of it."""
    return _shown(invoice_id)


@blueprint.post("/credit/invoices/<uuid:invoice_id>/plan")
@requires(Permission.APPROVE_MONEY)
def plan_instalments(invoice_id: UUID) -> ResponseReturnValue:
    """Let an invoice be paid in monthly parts."""
    form = PlanForm()
    if not form.validate():
        return _shown(invoice_id, plan=form, status=422)
    count, first_on = form.count.data, form.first_on.data
    assert count is not None
    assert first_on is not None
    try:
        actions.plan_instalments(call(), invoice_id, count=count, first_on=first_on)
    except InvalidInput as error:
        form.refuse(error)
        return _shown(invoice_id, plan=form, status=422)
    flash(_("It may be paid in parts now."), "good")
    return see_other(url_for(".credit_invoice", invoice_id=invoice_id))


@blueprint.post("/credit/invoices/<uuid:invoice_id>/write-off")
@requires(Permission.PREPARE_MONEY)
def propose_write_off(invoice_id: UUID) -> ResponseReturnValue:
    """Propose to give an invoice up."""
    form = ReasonForm()
    if not form.validate():
        return _shown(invoice_id, reason=form, status=422)
    try:
        actions.propose_write_off(call(), invoice_id, note=form.reason.data or "")
    except (NotFound, NotAllowed):
        raise
    except DomainError as error:
        return _shown(invoice_id, sentence(error), reason=form, status=409)
    flash(_("Proposed. Another person decides."), "waiting")
    return see_other(url_for(".credit_invoice", invoice_id=invoice_id))


def _shown(
    invoice_id: UUID,
    refusal: str = "",
    plan: PlanForm | None = None,
    reason: ReasonForm | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    found = queries.invoice_detail(session(), invoice_id)
    context: dict[str, Any] = {
        "invoice": found,
        "name": names_of(session(), [found.organisation_id]).get(found.organisation_id, ""),
        "words": MOVEMENTS,
        "plan": plan or PlanForm(formdata=None),
        "reason": reason or ReasonForm(formdata=None),
        "form": reason or plan or ReasonForm(formdata=None),
        "refusal": refusal,
        "entries": entries(session(), keys={move.source_key for move in found.movements}).rows,
        "happened": timeline_of(session(), "credit_invoice", invoice_id, currency=found.amount.currency),
        "may_plan": bool(found.open) and actor().may(Permission.APPROVE_MONEY),
        "may_give_up": bool(found.open) and found.waiting is None and actor().may(Permission.PREPARE_MONEY),
    }
    return render_template(PAGE, **context), status
