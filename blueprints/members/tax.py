"""Who the organisation is to the tax office: what stands on invoices."""

from dataclasses import asdict
from typing import Any

from flask import flash, url_for
from flask.typing import ResponseReturnValue

from blueprints.members.blueprint import blueprint
from blueprints.members.forms import TaxIdentityForm, TaxRateForm
from blueprints.members.listing import layout
from trade.kernel.actor import Permission
from trade.kernel.errors import InvalidInput
from trade.parties import actions, queries
from trade.parties.rules import TaxClass
from web.access import actor, call, requires, session
from web.forms import invalid
from web.fragments import respond, see_other
from web.sentences import FIELD_SENTENCES
from web.tax_words import TAX_CLASSES
from web.translation import gettext as _
from web.translation import lazy_gettext as _l

PAGE, FRAGMENT = "members/tax_identity.html", "members/_tax_identity.html"
RATE_FRAGMENT = "members/_tax_rate.html"

FIELD_SENTENCES.update(
    {
        "tax_id_wrong": _l("This is no tax number of that country: a digit is wrong or missing."),
        "tax_country_unknown": _l("Choose a country whose tax numbers are known here."),
        "sellers_tax_id": _l("Sellers need one: without it no invoice can be issued."),
        "missing": _l("This is needed."),
        "tax_day_over": _l("That day is over: orders that were placed keep the tax they have. Choose today or later."),
        "tax_identity_first": _l(
            "First say who you are to the tax office, above: an invoice with tax needs your tax number."
        ),
    }
)


@blueprint.get("/tax-identity")
@requires(Permission.MANAGE_MEMBERS)
def tax_identity() -> ResponseReturnValue:
    """Show what stands on invoices."""
    return respond(PAGE, FRAGMENT, form=_form(), **_context())


@blueprint.post("/tax-identity")
@requires(Permission.MANAGE_MEMBERS)
def identify() -> ResponseReturnValue:
    """Say what stands on invoices from now on."""
    form = TaxIdentityForm()
    if not form.validate():
        return invalid(PAGE, FRAGMENT, form, **_context())
    try:
        actions.set_tax_identity(call(), form.sheet())
    except InvalidInput as error:
        form.refuse(error)
        return invalid(PAGE, FRAGMENT, form, **_context())
    flash(_("Saved. It stands on invoices from now on; those that were issued keep what they say."), "good")
    return see_other(url_for("members.tax_identity"))


@blueprint.post("/tax-rate")
@requires(Permission.MANAGE_MEMBERS)
def say_tax_rate() -> ResponseReturnValue:
    """Say which tax a seller's prices hold from a day on."""
    form = TaxRateForm()
    if form.validate() and form.in_force_from.data:
        try:
            actions.set_tax_rate(
                call(),
                rate=form.rate.data,
                in_force_from=form.in_force_from.data,
                tax_class=TaxClass(form.tax_class.data),
            )
        except InvalidInput as error:
            form.refuse(error)
        else:
            flash(
                _("Saved. What buyers pay stays the same; orders from that day on say how much of it is tax."), "good"
            )
            return see_other(url_for("members.tax_identity"))
    return respond(PAGE, RATE_FRAGMENT, 422, **_context() | {"form": _form(), "rate_form": form})


def _form() -> TaxIdentityForm:
    return TaxIdentityForm(formdata=None, data=asdict(queries.tax_identity(session(), actor())))


def _context() -> dict[str, Any]:
    """The frame of the page, and for who sells what it has said of its tax."""
    sells = actor().may(Permission.SELL)
    return {
        "layout": layout(),
        "sells": sells,
        "rates": queries.tax_rates(session(), actor()) if sells else [],
        "tax_classes": TAX_CLASSES,
        "rate_form": TaxRateForm(formdata=None),
    }
