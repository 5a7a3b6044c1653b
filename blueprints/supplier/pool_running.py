"""What a seller may still do about a pool: extend it once, say that its goods are made, call it off, repeat it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import flash, url_for
from flask.typing import ResponseReturnValue

from blueprints.supplier.blueprint import blueprint
from blueprints.supplier.pool_forms import ExtensionForm, PoolCancellationForm, RepetitionForm
from blueprints.supplier.pools import own_pool, pool_page
from trade.kernel.actor import Permission
from trade.kernel.errors import InvalidInput, MoveRefused
from trade.pooling import actions
from trade.pooling.actions import close_if_due
from trade.pooling.rules import ExtendedBefore, NotAwaited, PoolNotOpen
from trade.stock.rules import StockShort
from web.access import call, requires, viewer
from web.fragments import see_other
from web.translation import gettext as _


@blueprint.post("/pools/<uuid:pool_id>/extension")
@requires(Permission.SELL)
def extend_pool(pool_id: UUID) -> ResponseReturnValue:
    """Let a pool close later, once."""
    close_if_due(call(), pool_id)
    found, form = own_pool(pool_id), ExtensionForm()
    if not form.validate():
        return pool_page(found, form=form, status=422)
    try:
        actions.extend_pool(call(), pool_id, closes_at=_here(form.closes_at.data))
    except InvalidInput as error:
        form.refuse(error)
        return pool_page(found, form=form, status=422)
    except (ExtendedBefore, PoolNotOpen, StockShort) as error:
        return pool_page(own_pool(pool_id), refusal=error, status=409)
    flash(_("Extended. Members can leave for as much longer."), "good")
    return see_other(url_for(".pool", pool_id=pool_id))


@blueprint.post("/pools/<uuid:pool_id>/arrival")
@requires(Permission.SELL)
def report_arrival(pool_id: UUID) -> ResponseReturnValue:
    """Say that what was made to order is here: orders are made of it."""
    close_if_due(call(), pool_id)
    found = own_pool(pool_id)
    try:
        actions.report_arrival(call(), pool_id)
    except (NotAwaited, StockShort) as error:
        return pool_page(found, refusal=error, status=409)
    flash(_("The goods are reserved, and the orders are being made of them."), "good")
    return see_other(url_for(".pool", pool_id=pool_id))


@blueprint.post("/pools/<uuid:pool_id>/cancellation")
@requires(Permission.SELL)
def cancel_pool(pool_id: UUID) -> ResponseReturnValue:
    """Call a pool off; everybody has their money back."""
    close_if_due(call(), pool_id)
    found, form = own_pool(pool_id), PoolCancellationForm()
    if not form.validate():
        return pool_page(found, form=form, status=422)
    try:
        actions.cancel_pool(call(), pool_id, reason=form.reason.data or "")
    except (MoveRefused, PoolNotOpen) as error:
        return pool_page(own_pool(pool_id), refusal=error, status=409)
    flash(_("Called off. Everybody has their money back."), "good")
    return see_other(url_for(".pool", pool_id=pool_id))


@blueprint.post("/pools/<uuid:pool_id>/repetition")
@requires(Permission.SELL)
def repeat_pool(pool_id: UUID) -> ResponseReturnValue:
    """Draft a pool like this one."""
    found, form = own_pool(pool_id), RepetitionForm()
    if not form.validate():
        return pool_page(found, form=form, status=422)
    try:
        made = actions.repeat_pool(call(), pool_id, opens_at=_here(form.opens_at.data))
    except InvalidInput as error:
        form.refuse(error)
        return pool_page(found, form=form, status=422)
    flash(_("Drafted like the earlier one. Look at it, then offer it."), "good")
    return see_other(url_for(".pool", pool_id=made))


def _here(typed: datetime | None) -> datetime:
    """An instant as the seller means it, in the time zone of the seller's."""
    assert typed is not None
    who = viewer()
    return typed.replace(tzinfo=ZoneInfo(who.time_zone if who is not None else "UTC"))
