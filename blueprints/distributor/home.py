"""The first page of the day: what waits on the side that sells, and on the side that buys."""

from flask import render_template
from flask.typing import ResponseReturnValue

from blueprints.distributor.blueprint import blueprint
from trade.kernel.actor import Permission
from trade.ledger.queries import balances
from trade.ledger.rules import AccountKind
from trade.ordering.loading import bought_by, sold_by
from trade.ordering.queries import OrderRow, cart_count, orders_of, states_count
from trade.ordering.rules import OrderState
from trade.stock.queries import low_count
from web.access import actor, requires, session

ROWS = 5
ON_THE_WAY = (OrderState.PLACED, OrderState.CONFIRMED, OrderState.PARTLY_SHIPPED, OrderState.SHIPPED)
TO_SHIP = (OrderState.CONFIRMED, OrderState.PARTLY_SHIPPED)


@blueprint.get("")
@requires(Permission.SEE_SALES, Permission.SEE_PURCHASES)
def today() -> ResponseReturnValue:
    """Show both sides; each to those who may see it."""
    return render_template(
        "distributor/today.html",
        sales=_sales() if actor().may(Permission.SEE_SALES) else None,
        purchases=_purchases() if actor().may(Permission.SEE_PURCHASES) else None,
    )


def _sales() -> dict[str, object]:
    held = states_count(session(), sold_by(actor()))
    earns = actor().may(Permission.SEE_EARNINGS)
    return {
        "to_confirm": held.get(OrderState.PLACED, 0),
        "to_ship": sum(held.get(state, 0) for state in TO_SHIP),
        "low": low_count(session(), actor()),
        "payable": balances(session(), AccountKind.PAYABLE, actor().organisation) if earns else None,
        "rows": orders_of(session(), sold_by(actor()), limit=ROWS).rows,
    }


def _purchases() -> dict[str, object]:
    held = states_count(session(), bought_by(actor()))
    rows: list[OrderRow] = list(orders_of(session(), bought_by(actor()), limit=ROWS).rows)
    return {
        "on_the_way": sum(held.get(state, 0) for state in ON_THE_WAY),
        "in_cart": cart_count(session(), actor()) if actor().may(Permission.BUY) else None,
        "wallet": balances(session(), AccountKind.WALLET, actor().organisation),
        "rows": rows,
    }
