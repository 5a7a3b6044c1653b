"""Who the organisation is to the tax office: what stands on invoices."""

from dataclasses import asdict

from flask import flash, url_for
from flask.typing import ResponseReturnValue

from blueprints.members.blueprint import blueprint
from blueprints.members.forms import TaxIdentityForm
from blueprints.members.listing import layout
from trade.kernel.actor import Permission
from trade.kernel.errors import InvalidInput
from trade.parties import actions, queries
from web.access import actor, call, requires, session
from web.forms import invalid
from web.fragments import respond, see_other
from web.sentences import FIELD_SENTENCES
from web.translation import gettext as _
from web.translation import lazy_gettext as _l

PAGE, FRAGMENT = "members/tax_identity.html", "members/_tax_identity.html"

FIELD_SENTENCES.update(
    {
        "tax_id_wrong": _l("This is no tax number of that country: a digit is wrong or missing."),
        "tax_country_unknown": _l("Choose a country whose tax numbers are known here."),
        "sellers_tax_id": _l("Sellers need one: without it no invoice can be issued."),
        "missing": _l("This is needed."),
    }
)


@blueprint.get("/tax-identity")
@requires(Permission.MANAGE_MEMBERS)
def tax_identity() -> ResponseReturnValue:
    """Show what stands on invoices."""
    form = TaxIdentityForm(formdata=None, data=asdict(queries.tax_identity(session(), actor())))
    return respond(PAGE, FRAGMENT, form=form, layout=layout())


@blueprint.post("/tax-identity")
@requires(Permission.MANAGE_MEMBERS)
def identify() -> ResponseReturnValue:
    """Say what stands on invoices from now on."""
    form = TaxIdentityForm()
    if not form.validate():
        return invalid(PAGE, FRAGMENT, form, layout=layout())
    try:
        actions.set_tax_identity(call(), form.sheet())
    except InvalidInput as error:
        form.refuse(error)
        return invalid(PAGE, FRAGMENT, form, layout=layout())
    flash(_("Saved. It stands on invoices from now on; those that were issued keep what they say."), "good")
    return see_other(url_for("members.tax_identity"))
