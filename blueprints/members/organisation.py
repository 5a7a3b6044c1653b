"""Where the organisation itself is: what stands on its papers."""

from flask import flash, url_for
from flask.typing import ResponseReturnValue

from blueprints.members.blueprint import blueprint
from blueprints.members.forms import OwnAddressForm
from blueprints.members.listing import layout
from trade.kernel.actor import Permission
from trade.kernel.errors import InvalidInput
from trade.parties import actions, queries
from web.access import actor, call, requires, session
from web.forms import invalid
from web.fragments import respond, see_other
from web.translation import gettext as _

PAGE, FRAGMENT = "members/own_address.html", "members/_own_address.html"


@blueprint.get("/address")
@requires(Permission.MANAGE_MEMBERS)
def own_address() -> ResponseReturnValue:
    """Show the organisation's address and region."""
    address, region = queries.own_address(session(), actor())
    form = OwnAddressForm(formdata=None, data={"address": address, "region": region or ""})
    form.offer(queries.regions(session()))
    return respond(PAGE, FRAGMENT, form=form, layout=layout())


@blueprint.post("/address")
@requires(Permission.MANAGE_MEMBERS)
def move() -> ResponseReturnValue:
    """Say where the organisation is from now on."""
    form = OwnAddressForm()
    form.offer(queries.regions(session()))
    if not form.validate():
        return invalid(PAGE, FRAGMENT, form, layout=layout())
    try:
        actions.set_own_address(call(), address=form.address.data or "", region_code=form.region.data or None)
    except InvalidInput as error:
        form.refuse(error)
        return invalid(PAGE, FRAGMENT, form, layout=layout())
    flash(_("Saved. It stands on orders from now on; those that were placed keep the address they had."), "good")
    return see_other(url_for("members.people"))
