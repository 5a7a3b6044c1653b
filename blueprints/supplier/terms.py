"""What the seller asks of every order: what it comes to at least, and the days before it can deliver."""

from flask import flash, url_for
from flask.typing import ResponseReturnValue

from blueprints.supplier.blueprint import blueprint
from blueprints.supplier.terms_form import TermsForm
from trade.kernel.actor import Permission
from trade.kernel.errors import InvalidInput
from trade.parties.actions import set_terms
from trade.parties.queries import terms_of
from web.access import actor, call, requires, session
from web.forms import invalid
from web.fragments import respond, see_other
from web.translation import gettext as _

PAGE, FRAGMENT = "supplier/terms.html", "supplier/_terms.html"


@blueprint.get("/terms")
@requires(Permission.SELL)
def terms() -> ResponseReturnValue:
    """Show the terms as they stand."""
    own = terms_of(session(), [actor().organisation], call().at)[actor().organisation]
    data = {"order_minimum": own.order_minimum or None, "lead_days": own.lead_days}
    return respond(PAGE, FRAGMENT, form=TermsForm(formdata=None, data=data))


@blueprint.post("/terms")
@requires(Permission.SELL)
def set_order_terms() -> ResponseReturnValue:
    """Set the terms for orders to come."""
    form = TermsForm()
    if not form.validate():
        return invalid(PAGE, FRAGMENT, form)
    try:
        set_terms(call(), order_minimum=form.order_minimum.data, lead_days=form.lead_days.data or 0)
    except InvalidInput as error:
        form.refuse(error)
        return invalid(PAGE, FRAGMENT, form)
    flash(_("Saved. The terms hold for every order from now on."), "good")
    return see_other(url_for("supplier.terms"))
