"""A payout that came back though no file of the bank says so: said by one person, agreed to by another."""

from typing import Any
from uuid import UUID

from flask import flash, render_template, url_for
from flask.typing import ResponseReturnValue

from blueprints.finance.blueprint import blueprint
from blueprints.finance.decisions import why
from blueprints.finance.forms import DecisionForm, RejectionForm
from blueprints.finance.payouts import about
from blueprints.finance.return_form import ReturnForm
from trade.kernel.actor import Permission
from trade.kernel.errors import DomainError, NotAllowed, NotFound
from trade.payouts import actions, queries
from trade.payouts.queries.returns import RETURN
from web.access import actor, call, requires, session
from web.decisions import KINDS, DecisionKind
from web.fragments import see_other
from web.translation import gettext as _
from web.translation import lazy_gettext as _l

PAGE = "finance/payout.html"


@blueprint.post("/payouts/<uuid:payout_id>/returns")
@requires(Permission.PREPARE_MONEY)
def say_returned(payout_id: UUID) -> ResponseReturnValue:
    """Say that a payout came back; another person decides."""
    currency = queries.payout(session(), actor(), payout_id).amount.currency
    form = ReturnForm(currency)
    if not form.validate():
        return _page(payout_id, 422, return_form=form)
    try:
        actions.propose_return(
            call(), payout_id, arrived=form.arrived.data, code=form.code.data, note=form.note.data or ""
        )
    except (NotFound, NotAllowed):
        raise
    except DomainError as error:
        form.refuse(error)
        return _page(payout_id, 409, return_form=form, refusal="" if form.errors else why(error))
    flash(_("Said. Another person decides on it now."), "waiting")
    return see_other(url_for(".payout", payout_id=payout_id))


@blueprint.post("/payout-returns/<uuid:return_id>/approval")
@requires(Permission.APPROVE_MONEY)
def approve_return(return_id: UUID) -> ResponseReturnValue:
    """Agree to exactly what was shown."""
    payout_id = queries.payout_of_return(session(), return_id)
    try:
        actions.approve_return(call(), return_id, shown=DecisionForm().content())
    except (NotFound, NotAllowed):
        raise
    except DomainError as error:
        return _page(payout_id, 409, refusal=why(error))
    flash(_("Posted: the payout came back."), "good")
    return see_other(url_for(".payout", payout_id=payout_id))


@blueprint.post("/payout-returns/<uuid:return_id>/rejection")
@requires(Permission.APPROVE_MONEY)
def reject_return(return_id: UUID) -> ResponseReturnValue:
    """Say that it did not come back."""
    payout_id, form = queries.payout_of_return(session(), return_id), RejectionForm()
    if not form.validate():
        return _page(payout_id, 422, form=form)
    try:
        actions.reject_return(call(), return_id, reason=form.reason.data or "")
    except (NotFound, NotAllowed):
        raise
    except DomainError as error:
        return _page(payout_id, 409, refusal=why(error))
    flash(_("Rejected. Nothing was posted."), "good")
    return see_other(url_for(".payout", payout_id=payout_id))


def _page(payout_id: UUID, status: int, **more: Any) -> ResponseReturnValue:
    return render_template(PAGE, **{**about(payout_id), **more}), status


def _payout_page(return_id: UUID) -> str:
    return url_for("finance.payout", payout_id=queries.payout_of_return(session(), return_id))


KINDS[RETURN] = DecisionKind(
    _l("Payout that came back"),
    queries.return_decisions,
    lambda call, return_id, shown: actions.approve_return(call, return_id, shown=shown),
    lambda call, return_id, reason: actions.reject_return(call, return_id, reason=reason),
    _payout_page,
)
