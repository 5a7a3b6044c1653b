"""Buying together: the pools of my regions, one pool as it fills, and what it costs me."""

from __future__ import annotations

from uuid import UUID

from flask import render_template, request
from flask.typing import ResponseReturnValue

from adapters import clock
from blueprints.retailer.blueprint import blueprint
from blueprints.retailer.pool_pages import Looked, look, pool_page
from trade.kernel.actor import Permission
from trade.pooling import queries
from web.access import actor, call, repeatable, requires, session
from web.fragments import respond
from web.pool_meter import live_pool, own_language
from web.tabs import Tab
from web.translation import gettext as _


@blueprint.get("/pools")
@requires(Permission.BROWSE)
def pools() -> str:
    """List the pools of the viewer's regions, or those the organisation is or was in."""
    at, ours = clock.now(), request.args.get("view") == "ours"
    found = queries.joined_pools(session(), actor(), at) if ours else queries.open_pools(session(), actor(), at)
    language = own_language()
    tabs = [
        Tab(_("Open now"), "/retailer/pools", not ours),
        Tab(_("Ours"), "/retailer/pools?view=ours", ours),
    ]
    rows = [(pool, live_pool(pool, pool.share_code, language, at)) for pool in found]
    return render_template("retailer/pools.html", rows=rows, tabs=tabs, ours=ours)


@blueprint.get("/pools/<uuid:pool_id>")
@requires(Permission.BROWSE)
def pool(pool_id: UUID) -> ResponseReturnValue:
    """Show one pool; htmx fetches its prices anew when a step was reached."""
    found = look(call(), pool_id)
    if request.headers.get("HX-Trigger") == "pool-price":
        return respond("retailer/pool.html", "retailer/_pool_price.html", pool=found.pool, live=found.live)
    return pool_page(found)


@blueprint.post("/pools/<uuid:pool_id>/costs")
@repeatable
@requires(Permission.BUY)
def pool_costs(pool_id: UUID) -> ResponseReturnValue:
    """Say what a quantity would cost, in the pool and alone. Nothing is asked for yet."""
    found: Looked = look(call(), pool_id)
    form = found.form(fresh=False)
    return pool_page(found, form=form, status=200 if form.judge() else 422)
