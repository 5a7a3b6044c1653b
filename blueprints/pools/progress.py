"""The live part of a pool's page, the same for all who watch it: the retailer on the phone, the seller, a stranger.

It holds no price, so nobody needs to be looked up. The page tells in the address which step it shows; when another one is
reached, the answer says so (``pool-step``), and the page fetches its own prices anew.
"""

from __future__ import annotations

from typing import Final

from flask import make_response, render_template
from flask.typing import ResponseReturnValue
from flask_babel import force_locale

from adapters import clock
from blueprints.pools.blueprint import blueprint
from trade.kernel.actor import Actor
from trade.kernel.work import bind_actor
from trade.pooling.queries import shared_pool
from web.access import machines
from web.database import db
from web.live import for_everybody
from web.pool_meter import LANGUAGES, live_pool

STOP: Final = 286
"""What htmx takes for the end of its polling."""


@blueprint.get("/<code>/progress/<any(en, zh):language>/<int(fixed_digits=1, max=8):shown>")
@machines
def progress(code: str, language: str, shown: int) -> ResponseReturnValue:
    """Answer how the pool stands; ``shown`` is the step that the page shows."""
    bind_actor(db.session(), Actor.nobody())
    pool = shared_pool(db.session(), code, clock.now())
    with force_locale(LANGUAGES[language]):
        found = live_pool(pool, code, language, clock.now())
        response = make_response(render_template("pools/_progress.html", live=found))
    response.status_code = STOP if found.is_over else 200
    if found.level != shown or found.is_over:
        response.headers["HX-Trigger"] = "pool-step"
    response.set_etag(found.etag)
    return for_everybody(response)
