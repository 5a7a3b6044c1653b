"""Goods that go back to their seller."""

from __future__ import annotations

from uuid import UUID

from flask.typing import ResponseReturnValue

from blueprints.claims.blueprint import blueprint
from blueprints.claims.cases import case_page, done
from blueprints.claims.forms import ReturnShipmentForm, receipt_form
from trade.claims.actions import ask_return, receive_return, send_back
from trade.claims.queries import claim_detail
from trade.kernel.actor import Permission
from trade.kernel.errors import DomainError
from web.access import actor, call, requires, session
from web.translation import gettext as _


@blueprint.post("/<uuid:claim_id>/return")
@requires(Permission.SELL)
def ask_back(claim_id: UUID) -> ResponseReturnValue:
    """Have the goods back, as their seller."""
    try:
        ask_return(call(), claim_id)
    except DomainError as error:
        return case_page(claim_id, error=error)
    return done(claim_id, _("The buyer has been asked to send them within seven days."), "waiting")


@blueprint.post("/<uuid:claim_id>/return/shipment")
@requires(Permission.BUY)
def ship_back(claim_id: UUID) -> ResponseReturnValue:
    """Say as the buyer with whom they are on their way."""
    form = ReturnShipmentForm()
    if not form.validate():
        return case_page(claim_id, "shipment", form)
    carrier, tracking = form.carrier.data or "", form.tracking.data or ""
    try:
        send_back(call(), claim_id, carrier=carrier, tracking=tracking)
    except DomainError as error:
        return case_page(claim_id, "shipment", form, error)
    return done(claim_id, _("Thank you. The seller says what arrived, within 14 days."))


@blueprint.post("/<uuid:claim_id>/return/receipt")
@requires(Permission.SELL)
def receive_back(claim_id: UUID) -> ResponseReturnValue:
    """Say as the seller what came back."""
    form = receipt_form(claim_detail(session(), actor(), claim_id).lines, fresh=False)
    if not form.validate():
        return case_page(claim_id, "receipt", form)
    try:
        is_all = receive_return(call(), claim_id, arrived=form.arrived())
    except DomainError as error:
        return case_page(claim_id, "receipt", form, error)
    if is_all:
        return done(claim_id, _("Settled: all of it is back, and you bear the claim."))
    return done(claim_id, _("Noted. Not all of it is back, so the platform’s staff decide."), "waiting")
