"""Batches of payouts: prepared by one person for many sellers, decided as a whole by another; and the files they leave in."""

from typing import Any
from uuid import UUID

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue

from adapters import clock
from blueprints.finance.bank_words import answer_of
from blueprints.finance.batch_forms import BatchForm
from blueprints.finance.blueprint import blueprint
from blueprints.finance.forms import DecisionForm, RejectionForm
from blueprints.finance.payouts import of_payables
from trade.kernel.actor import Permission
from trade.kernel.errors import DomainError, NotAllowed, NotFound, StaleVersion
from trade.ledger.actions import LimitExceeded
from trade.parties.queries import payees_waiting
from trade.payouts import actions, queries
from trade.payouts.rules import BatchState
from web import filters
from web.access import actor, call, requires, session
from web.forms import invalid
from web.fragments import see_other
from web.sentences import sentence
from web.timeline import timeline_of
from web.translation import gettext as _

PAGE = "finance/batch.html"


@blueprint.get("/payouts/batches")
@requires(Permission.SEE_FINANCE)
def batch_list() -> ResponseReturnValue:
    """Show the batches, the newest first."""
    page = queries.batches_after(session(), cursor=request.args.get("cursor"))
    further = url_for(".batch_list", cursor=page.next_cursor) if page.next_cursor else ""
    return render_template("finance/batches.html", rows=page.rows, further=further)


@blueprint.get("/payouts/files")
@requires(Permission.SEE_FINANCE)
def bank_file_list() -> ResponseReturnValue:
    """Show the files in which payouts leave, and what the bank says to them."""
    page = queries.bank_files_after(session(), cursor=request.args.get("cursor"))
    further = url_for(".bank_file_list", cursor=page.next_cursor) if page.next_cursor else ""
    return render_template("finance/bank_files.html", rows=page.rows, further=further, answer_of=answer_of)


@blueprint.post("/payouts/batches")
@requires(Permission.PREPARE_MONEY)
def prepare_batch() -> ResponseReturnValue:
    """Prepare to pay every seller to whom enough is payable."""
    form, page = BatchForm(), "finance/payables.html"
    if not form.validate():
        return invalid(page, page, form, **_without_form(of_payables()))
    try:
        batch_id = actions.prepare_batch(call(), minimum=form.minimum.data)
    except (NotFound, NotAllowed):
        raise
    except DomainError as error:
        form.refuse(error)
        return render_template(page, **of_payables(form=form)), 409
    flash(_("Prepared. Another person decides on it now."), "waiting")
    return see_other(url_for(".batch", batch_id=batch_id))


@blueprint.get("/payouts/batches/<uuid:batch_id>")
@requires(Permission.SEE_FINANCE)
def batch(batch_id: UUID) -> ResponseReturnValue:
    """Show a batch, and whoever may decide on it exactly what they would approve."""
    return render_template(PAGE, **_about(batch_id))


@blueprint.post("/payouts/batches/<uuid:batch_id>/approval")
@requires(Permission.APPROVE_MONEY)
def approve_batch(batch_id: UUID) -> ResponseReturnValue:
    """Send all payouts of a batch, exactly as they were shown."""
    form = DecisionForm()
    try:
        actions.approve_batch(call(), batch_id, shown=form.content())
    except (NotFound, NotAllowed):
        raise
    except DomainError as error:
        return render_template(PAGE, **_about(batch_id, refusal=_why(error))), 409
    found = queries.batch(session(), batch_id)
    flash(
        _("Approved: %(amount)s in %(reference)s.", amount=filters.money(found.total), reference=found.reference),
        "good",
    )
    return see_other(url_for(".payout_inbox"))


@blueprint.post("/payouts/batches/<uuid:batch_id>/rejection")
@requires(Permission.APPROVE_MONEY)
def reject_batch(batch_id: UUID) -> ResponseReturnValue:
    """Send a whole batch back to be prepared anew."""
    form = RejectionForm()
    if not form.validate():
        return invalid(PAGE, PAGE, form, **_without_form(_about(batch_id)))
    try:
        actions.reject_batch(call(), batch_id, reason=form.reason.data or "")
    except (NotFound, NotAllowed):
        raise
    except DomainError as error:
        return render_template(PAGE, **_about(batch_id, form, _why(error))), 409
    flash(_("Rejected. Nothing was sent."), "good")
    return see_other(url_for(".payout_inbox"))


def _about(batch_id: UUID, form: RejectionForm | None = None, refusal: str = "") -> dict[str, Any]:
    found = queries.batch(session(), batch_id)
    rows = queries.batch_payouts(session(), actor(), batch_id)
    waits, is_mine = found.state is BatchState.PREPARED, found.prepared_by == actor().person_id
    return {
        "batch": found,
        "rows": rows,
        "shown": queries.content_of(batch_id, rows).hex(),
        "changes": payees_waiting(session(), [row.seller_id for row in rows], clock.now()) if waits else {},
        "moved": queries.moved_accounts(session(), rows),
        "form": form or RejectionForm(formdata=None),
        "refusal": refusal,
        "happened": timeline_of(session(), "payout_batch", batch_id, currency=found.total.currency),
        "waits": waits,
        "is_mine": is_mine,
        "may_decide": waits and not is_mine and actor().may(Permission.APPROVE_MONEY),
    }


def _why(error: DomainError) -> str:
    if isinstance(error, StaleVersion):
        return _("This batch is not what you were shown, so nothing was sent. Read it again as it stands below.")
    if isinstance(error, LimitExceeded):
        return _(
            "To one of these sellers less is payable by now, so nothing was sent. Leave that one out, or reject all."
        )
    return sentence(error)


def _without_form(context: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in context.items() if name != "form"}
