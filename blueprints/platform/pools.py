"""Pools worth proposing, with the reasons; what was proposed; and every pool that runs."""

from __future__ import annotations

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue

from adapters import clock
from blueprints.platform.blueprint import blueprint
from trade.kernel.actor import Permission
from trade.kernel.errors import InvalidInput, NotFound
from trade.pooling.actions import propose_pool
from trade.pooling.queries import IdeaRow, all_pools, pool_ideas
from trade.pooling.rules import PoolState
from web.access import call, requires, session
from web.fragments import see_other
from web.naming import named
from web.pool_meter import live_pool, own_language
from web.sentences import sentence
from web.translation import gettext as _


@blueprint.get("/pools")
@requires(Permission.OVERSEE)
def pool_list() -> str:
    """Show where small orders would reach a better step together, and the pools there are."""
    at = clock.now()
    found = all_pools(session(), at, states=set(PoolState) - {PoolState.DRAFT})
    return render_template(
        "platform/pools.html",
        ideas=pool_ideas(session(), at),
        rows=[(pool, live_pool(pool, pool.share_code, own_language(), at)) for pool in found],
    )


@blueprint.post("/pools/proposals")
@requires(Permission.OVERSEE)
def propose() -> ResponseReturnValue:
    """Propose an idea to its seller, for what the orders say at this moment."""
    idea = _idea(request.form.get("sku", ""), request.form.get("region", ""))
    at = clock.now()
    title = _("%(name)s, together", name=named(idea))[:120]
    try:
        propose_pool(
            call(), idea.idea.bought.seller_id, idea.idea.terms(title, at), because={"told": idea.idea.told}
        )  # fmt: skip
    except InvalidInput as error:
        flash(sentence(error), "danger")
    else:
        flash(_("Proposed to %(seller)s. They agree with one click.", seller=idea.seller_name), "good")
    return see_other(url_for(".pool_list"))


def _idea(sku: str, region: str) -> IdeaRow:
    """The idea that was shown, as it is now; ``NotFound`` where it is none any more."""
    for idea in pool_ideas(session(), clock.now()):
        if (str(idea.idea.bought.sku_id), idea.idea.bought.region_code) == (sku, region):
            return idea
    raise NotFound("idea", region)
