"""The one search box: a reference or a product's code leads to its record."""

from flask import url_for
from flask.typing import ResponseReturnValue

from blueprints.supplier.asking import asked_for
from blueprints.supplier.blueprint import blueprint
from trade.catalogue.queries import own_sku_by_code
from trade.kernel.actor import Permission
from trade.ordering.loading import sold_by
from trade.ordering.queries import orders_of
from trade.payouts.queries import find_settled
from trade.quoting.loading import asked_of
from trade.quoting.queries import find_inquiry
from web.access import actor, requires, session
from web.fragments import see_other


@blueprint.get("/search")
@requires(Permission.SEE_SALES)
def find() -> ResponseReturnValue:
    """Go to what was typed; to the orders whose reference begins so where no single record has it."""
    text = asked_for("q", 40)
    return see_other(_record(text) or url_for("supplier.order_list", q=text))


def _record(text: str) -> str | None:
    """Return the address of the record with this reference or code."""
    if not text:
        return None
    orders = orders_of(session(), sold_by(actor()), search=text, limit=1)
    if orders.rows and orders.next_cursor is None:
        return url_for("supplier.order", order_id=orders.rows[0].id)
    inquiry_id = find_inquiry(session(), asked_of(actor()), text)
    if inquiry_id is not None:
        return url_for("supplier.inquiry", inquiry_id=inquiry_id)
    product_id = own_sku_by_code(session(), actor(), text)
    if product_id is not None:
        may_edit = actor().may(Permission.SELL)
        return (
            url_for("supplier.product", product_id=product_id) if may_edit else url_for("supplier.stock_list", q=text)
        )
    return _settled(text) if actor().may(Permission.SEE_EARNINGS) else None


def _settled(text: str) -> str | None:
    found = find_settled(session(), actor(), text)
    if len(found) != 1:
        return None
    if found[0].kind == "statement":
        return url_for("supplier.statement", statement_id=found[0].id)
    return url_for("supplier.payout_list", _anchor=found[0].reference)
