"""Binding oneself to a pool, asking for more, leaving it."""

from __future__ import annotations

from uuid import UUID

from flask import flash, url_for
from flask.typing import ResponseReturnValue

from blueprints.retailer.blueprint import blueprint
from blueprints.retailer.pool_pages import look, pool_page
from trade.credit.rules import CreditRefused
from trade.kernel.actor import Permission
from trade.kernel.errors import NotFound, StaleVersion
from trade.ledger.actions import LimitExceeded
from trade.pooling.actions import join_pool, raise_commitment, withdraw_commitment
from trade.pooling.rules import (
    AlreadyCommitted,
    BeyondLimits,
    NotInRegion,
    OnlyRaised,
    PoolHeldBack,
    PoolNotOpen,
    QuantityNotPooled,
    TooLateToWithdraw,
)
from web.access import call, requires
from web.each import call_for
from web.fragments import see_other
from web.translation import gettext as _

REFUSALS = (
    AlreadyCommitted,
    BeyondLimits,
    CreditRefused,
    LimitExceeded,
    NotInRegion,
    OnlyRaised,
    PoolHeldBack,
    PoolNotOpen,
    StaleVersion,
)


@blueprint.post("/pools/<uuid:pool_id>/commitment")
@requires(Permission.BUY)
def commit_to_pool(pool_id: UUID) -> ResponseReturnValue:
    """Join a pool with what was shown, or raise what the organisation has asked for already."""
    found = look(call(), pool_id)
    form = found.form(fresh=False)
    if not form.judge():
        return pool_page(found, form=form, status=422)
    try:
        if found.own is None:
            join_pool(
                call(), pool_id, quantities=form.quantities(), only_from=form.step, address_id=form.address_id,
                means=form.pays_by,
            )  # fmt: skip
        else:
            raise_commitment(call_for(call(), "raise"), pool_id, quantities=form.quantities(), only_from=form.step)
    except QuantityNotPooled as error:
        form.refuse_quantity(error)
        return pool_page(found, form=form, status=422)
    except REFUSALS as error:
        return pool_page(look(call(), pool_id), form=form, refusal=error, status=409)
    flash(_("You are in. What is held for it comes back if it does not come about."), "good")
    return see_other(url_for(".pool", pool_id=pool_id))


@blueprint.post("/pools/<uuid:pool_id>/withdrawal")
@requires(Permission.BUY)
def withdraw_from_pool(pool_id: UUID) -> ResponseReturnValue:
    """Leave a pool; everything that was held goes back to the wallet."""
    look(call(), pool_id)
    try:
        withdraw_commitment(call(), pool_id)
    except (NotFound, TooLateToWithdraw, PoolNotOpen, StaleVersion) as error:
        return pool_page(look(call(), pool_id), refusal=error, status=409)
    flash(_("You have left the pool. Everything that was held is free again."), "good")
    return see_other(url_for(".pool", pool_id=pool_id))
