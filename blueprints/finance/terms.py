"""How a seller is settled, and the fees that its next statement takes."""

from typing import Any
from uuid import UUID

from flask import flash, render_template, url_for
from flask.typing import ResponseReturnValue

from blueprints.finance.blueprint import blueprint
from blueprints.finance.terms_forms import FeeForm, TermsForm
from trade.kernel.actor import Permission
from trade.settlement import queries
from trade.settlement.actions import charge_fee, set_terms, withdraw_item
from trade.settlement.rules import ItemTaken
from web.access import actor, call, requires, session
from web.forms import invalid
from web.fragments import see_other
from web.sentences import sentence
from web.translation import gettext as _

PAGE = "finance/terms.html"


@blueprint.get("/sellers/<uuid:organisation_id>/terms")
@requires(Permission.SEE_FINANCE)
def seller_terms(organisation_id: UUID) -> ResponseReturnValue:
    """Show how a seller is settled, and what waits for its next statement."""
    return render_template(PAGE, form=None, refusal="", **_about(organisation_id))


@blueprint.post("/sellers/<uuid:organisation_id>/terms")
@requires(Permission.PREPARE_MONEY)
def change_terms(organisation_id: UUID) -> ResponseReturnValue:
    """Settle a seller differently from now on."""
    form = TermsForm()
    terms = form.terms() if form.validate() else None
    if terms is None:
        return invalid(PAGE, PAGE, form, refusal="", **_about(organisation_id, terms_form=form))
    set_terms(call(), organisation_id, terms=terms)
    flash(_("Saved. It holds from the next settlement on."), "good")
    return see_other(url_for(".seller_terms", organisation_id=organisation_id))


@blueprint.post("/sellers/<uuid:organisation_id>/fees")
@requires(Permission.PREPARE_MONEY)
def charge(organisation_id: UUID) -> ResponseReturnValue:
    """Put a fee on a seller's next statement."""
    currency = queries.seller_terms(session(), actor(), organisation_id).currency
    form = FeeForm(currency=currency)
    if not form.validate():
        return invalid(PAGE, PAGE, form, refusal="", **_about(organisation_id, fee_form=form))
    charge_fee(call(), organisation_id, fee=form.fee.data, words=form.words.data or "")
    flash(_("Charged: it stands on the seller's next statement."), "good")
    return see_other(url_for(".seller_terms", organisation_id=organisation_id))


@blueprint.post("/sellers/<uuid:organisation_id>/fees/<uuid:item_id>/withdrawal")
@requires(Permission.PREPARE_MONEY)
def withdraw(organisation_id: UUID, item_id: UUID) -> ResponseReturnValue:
    """Take a fee back before a statement holds it."""
    try:
        withdraw_item(call(), item_id)
    except ItemTaken as error:
        return render_template(PAGE, form=None, refusal=sentence(error), **_about(organisation_id)), 409
    flash(_("Taken back: no statement will hold it."), "good")
    return see_other(url_for(".seller_terms", organisation_id=organisation_id))


def _about(seller_id: UUID, **forms: Any) -> dict[str, Any]:
    seller = queries.seller_terms(session(), actor(), seller_id)
    terms = seller.terms
    if "fee_form" not in forms:
        forms["fee_form"] = FeeForm(formdata=None, currency=seller.currency)
    if "terms_form" not in forms:
        forms["terms_form"] = TermsForm(formdata=None, obj=terms)
    return {
        "seller": seller,
        "waiting": queries.items_waiting(session(), seller_id),
        "may_prepare": actor().may(Permission.PREPARE_MONEY),
        **forms,
    }
