"""The one search box: a reference of either side, or a product's code."""

from flask import request, url_for
from flask.typing import ResponseReturnValue

from blueprints.distributor.blueprint import blueprint
from trade.kernel.actor import Permission
from trade.ordering.loading import bought_by
from trade.ordering.queries import orders_of
from web.access import actor, requires, session
from web.fragments import see_other


@blueprint.get("/search")
@requires(Permission.SEE_SALES, Permission.SEE_PURCHASES)
def find() -> ResponseReturnValue:
    """Go to the purchase that was typed; anything else is looked for among the sales."""
    text = request.args.get("q", "").strip().replace("\0", "")[:40]
    if actor().may(Permission.SEE_PURCHASES):
        found = orders_of(session(), bought_by(actor()), search=text, limit=1) if text else None
        if found is not None and found.rows and found.next_cursor is None:
            return see_other(url_for("retailer.order", order_id=found.rows[0].id))
    side = "supplier.find" if actor().may(Permission.SEE_SALES) else "retailer.orders"
    return see_other(url_for(side, q=text))
