"""The page behind a pool's link."""

from __future__ import annotations

from flask import render_template, url_for

from adapters import clock
from blueprints.pools.blueprint import blueprint
from trade.parties.queries import regions
from trade.pooling.queries import find_pool, shared_pool
from web.access import public, session
from web.identity import known_viewer
from web.pool_meter import live_pool, own_language


@blueprint.get("/<code>")
@public
def shared(code: str) -> str:
    """Show what is bought together and how far it is; whoever may join is led on."""
    at = clock.now()
    pool = shared_pool(session(), code, at)
    return render_template(
        "pools/shared.html",
        pool=pool,
        live=live_pool(pool, code, own_language(), at),
        regions=[row for row in regions(session()) if row.code in pool.regions],
        onward=_onward(pool.reference),
    )


def _onward(reference: str) -> str:
    """Where a buyer of the pool's regions joins; empty for everybody else."""
    who = known_viewer()
    if who is None or who.kind is None or not who.kind.buys or not who.is_admitted:
        return ""
    found = find_pool(session(), reference)
    return url_for("retailer.pool", pool_id=found) if found is not None else ""
