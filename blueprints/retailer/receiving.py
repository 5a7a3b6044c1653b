"""Saying that goods have arrived."""

from __future__ import annotations

from uuid import UUID

from flask import flash, url_for
from flask.typing import ResponseReturnValue

from blueprints.retailer.blueprint import blueprint
from trade.kernel.actor import Permission
from trade.ordering import actions
from web.access import call, requires
from web.fragments import see_other
from web.translation import gettext as _


@blueprint.post("/shipments/<uuid:shipment_id>/receipt")
@requires(Permission.BUY)
def receive(shipment_id: UUID) -> ResponseReturnValue:
    """Confirm that a shipment arrived."""
    order_id = actions.confirm_receipt(call(), shipment_id)
    flash(_("Thank you: receipt is confirmed."), "good")
    return see_other(url_for(".order", order_id=order_id))
