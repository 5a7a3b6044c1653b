"""Payouts take two people: one prepares, another decides, and the first notes what the bank did."""

from uuid import UUID

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue

from blueprints.finance.blueprint import blueprint
from blueprints.finance.forms import DecisionForm, RejectionForm
from blueprints.finance.payouts import about, of_payables
from trade.kernel.actor import Permission
from trade.kernel.errors import DomainError, InvalidInput, NotAllowed, NotFound, StaleVersion
from trade.kernel.money import EXPONENTS
from trade.ledger.actions import LimitExceeded
from trade.payouts import actions, queries
from web import filters
from web.access import actor, call, requires, session
from web.forms import invalid
from web.fragments import see_other
from web.sentences import sentence
from web.translation import gettext as _

PAGE = "finance/payout.html"


@blueprint.post("/payouts")
@requires(Permission.PREPARE_MONEY)
def prepare() -> ResponseReturnValue:
    """Prepare to pay a seller all that is payable."""
    seller_id, currency = request.form.get("seller_id", type=UUID), request.form.get("currency", "")
    if seller_id is None or currency not in EXPONENTS:
        raise InvalidInput("seller", "unknown")
    try:
        payout_id = actions.prepare_payout(call(), seller_id=seller_id, currency=currency)
    except (NotFound, NotAllowed):
        raise
    except DomainError as error:
        return render_template("finance/payables.html", **of_payables(sentence(error), seller_id)), 409
    flash(_("Prepared. Another person decides on it now."), "waiting")
    return see_other(url_for(".payout", payout_id=payout_id))


@blueprint.post("/payouts/<uuid:payout_id>/approval")
@requires(Permission.APPROVE_MONEY)
def approve(payout_id: UUID) -> ResponseReturnValue:
    """Send a payout exactly as it was shown."""
    form = DecisionForm()
    try:
        actions.approve_payout(call(), payout_id, shown=form.content())
    except (NotFound, NotAllowed):
        raise
    except DomainError as error:
        return _refused(payout_id, error)
    return _decided(payout_id, _("Sent: %(amount)s to %(name)s, %(reference)s."))


@blueprint.post("/payouts/<uuid:payout_id>/rejection")
@requires(Permission.APPROVE_MONEY)
def reject(payout_id: UUID) -> ResponseReturnValue:
    """Send a payout back to be prepared anew."""
    form = RejectionForm()
    if not form.validate():
        return invalid(PAGE, PAGE, form, **{name: value for name, value in about(payout_id).items() if name != "form"})
    try:
        actions.reject_payout(call(), payout_id, reason=form.reason.data or "")
    except (NotFound, NotAllowed):
        raise
    except DomainError as error:
        return _refused(payout_id, error, form)
    return _decided(payout_id, _("Rejected: %(amount)s to %(name)s, %(reference)s. Nothing was sent."))


@blueprint.post("/payouts/<uuid:payout_id>/booking")
@requires(Permission.PREPARE_MONEY)
def book(payout_id: UUID) -> ResponseReturnValue:
    """Note that the bank's sheet shows a payout."""
    try:
        actions.book_payout(call(), payout_id)
    except (NotFound, NotAllowed):
        raise
    except DomainError as error:
        return _refused(payout_id, error)
    flash(_("Booked: the bank has paid it out."), "good")
    return see_other(url_for(".payout", payout_id=payout_id))


def _refused(payout_id: UUID, error: DomainError, form: RejectionForm | None = None) -> ResponseReturnValue:
    """Show the payout as it is now, and above it why nothing was done."""
    return render_template(PAGE, **about(payout_id, form, why(error))), 409


def why(error: DomainError) -> str:
    """Say why a case was not decided."""
    if isinstance(error, StaleVersion) and error.what != "payout":
        return _("This is not what you were shown, so nothing was approved. Read it again as it stands below.")
    if isinstance(error, StaleVersion):
        return _("This payout is not what you were shown, so nothing was sent. Read it again as it stands below.")
    if isinstance(error, LimitExceeded):
        return _(
            "Less than this is payable to the seller by now, so nothing was sent. Reject it and have it prepared anew."
        )
    return sentence(error)


def _decided(payout_id: UUID, told: str) -> ResponseReturnValue:
    """Go back to the inbox, where the next one waits."""
    found = queries.payout(session(), actor(), payout_id)
    facts = {"amount": filters.money(found.amount), "name": found.seller_name, "reference": found.reference}
    flash(told % facts, "good")
    return see_other(url_for(".payout_inbox"))
