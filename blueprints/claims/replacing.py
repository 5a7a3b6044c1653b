"""Goods that are sent again instead of money."""

from __future__ import annotations

from typing import cast
from uuid import UUID

from flask import current_app
from flask.typing import ResponseReturnValue

from blueprints.claims.blueprint import blueprint
from blueprints.claims.cases import case_page, done
from blueprints.claims.forms import NotRightForm
from settings import Settings
from trade.claims.actions import offer_replacement, refuse_replacement
from trade.claims.rules import terms_from
from trade.kernel.actor import Permission
from trade.kernel.errors import DomainError
from web.access import call, requires
from web.translation import gettext as _


@blueprint.post("/<uuid:claim_id>/replacement")
@requires(Permission.SELL)
def replace(claim_id: UUID) -> ResponseReturnValue:
    """Send the goods again, as their seller."""
    try:
        offer_replacement(call(), claim_id)
    except DomainError as error:
        return case_page(claim_id, error=error)
    return done(claim_id, _("The order is made: confirm and ship it like any other. It costs the buyer nothing."))


@blueprint.post("/<uuid:claim_id>/replacement/refusal")
@requires(Permission.BUY)
def refuse_goods(claim_id: UUID) -> ResponseReturnValue:
    """Say as the buyer that what came again is not right either."""
    form = NotRightForm()
    if not form.validate():
        return case_page(claim_id, "not_right", form)
    settings = cast("Settings", current_app.extensions["settings"])
    try:
        refuse_replacement(call(), claim_id, words=form.not_right.data or "", terms=terms_from(settings))
    except DomainError as error:
        return case_page(claim_id, "not_right", form, error)
    return done(claim_id, _("The claim is about money again, with 24 hours anew."), "waiting")
