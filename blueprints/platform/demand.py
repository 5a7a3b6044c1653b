"""Where buying together would pay, and which goods lie in the wrong place: what forecasts say across sellers."""

from uuid import UUID

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue

from adapters import clock
from blueprints.platform.blueprint import blueprint
from trade.forecasting.actions import propose_chance
from trade.forecasting.queries import moves_everywhere, pool_chances
from trade.forecasting.rules import ChanceGone
from trade.kernel.actor import Permission
from trade.kernel.errors import DomainError, NotFound
from web.access import call, requires, session
from web.fragments import see_other
from web.sentences import SENTENCES, sentence
from web.translation import gettext as _
from web.translation import lazy_gettext as _l

SENTENCES[ChanceGone] = _l(
    "This is no chance any more: too little is left or wanted, or a pool was proposed meanwhile."
)


@blueprint.get("/demand")
@requires(Permission.OVERSEE)
def demand() -> ResponseReturnValue:
    """Show where a pool or an agreement would save buyers most in the next 30 days, and what should be moved."""
    at = clock.now()
    return render_template(
        "platform/demand.html", chances=pool_chances(session(), at), moves=moves_everywhere(session(), at)
    )


@blueprint.post("/demand/proposals")
@requires(Permission.OVERSEE)
def propose_from_demand() -> ResponseReturnValue:
    """Propose a pool to the seller, for what is forecast at this moment."""
    try:
        seller_id, sku_id = (UUID(request.form.get(name, "")) for name in ("seller", "sku"))
    except ValueError as error:
        raise NotFound("chance", "") from error
    try:
        propose_chance(call(), seller_id, sku_id, request.form.get("region", "")[:12])
    except DomainError as error:
        flash(sentence(error), "danger")
    else:
        flash(_("Proposed to the seller. They agree with one click."), "good")
    return see_other(url_for(".demand"))
