"""The first page of the day: what waits for a hand."""

from flask import render_template
from flask.typing import ResponseReturnValue

from blueprints.supplier.blueprint import blueprint
from blueprints.supplier.order_view import SHIPPABLE, counts, waiting
from trade.admission.queries import trial_of
from trade.catalogue.queries import expired_marks
from trade.kernel.actor import Permission
from trade.ledger.queries import balances
from trade.ledger.rules import AccountKind
from trade.ordering.loading import sold_by
from trade.ordering.queries import orders_of
from trade.ordering.rules import OrderState
from trade.settlement.queries import statements_after
from trade.stock.queries import low_count, shelf_rows
from web.access import actor, call, requires, session
from web.filters import viewers_zone

ROWS = 6


@blueprint.get("")
@requires(Permission.SEE_SALES)
def today() -> ResponseReturnValue:
    """Show what to confirm, to ship and to restock, and what was earned last."""
    held = counts()
    return render_template(
        "supplier/today.html",
        to_confirm=waiting(),
        to_ship=sum(held.get(state, 0) for state in SHIPPABLE),
        has_orders=bool(held),
        low=low_count(session(), actor()),
        orders=orders_of(session(), sold_by(actor()), state=OrderState.PLACED, limit=ROWS).rows,
        shelf=shelf_rows(session(), actor(), low=True, limit=ROWS).rows,
        expired=expired_marks(session(), actor(), call().at.astimezone(viewers_zone()).date(), limit=ROWS),
        trial=trial_of(session(), actor().organisation, call().at),
        earned=_earned() if actor().may(Permission.SEE_EARNINGS) else None,
    )


def _earned() -> dict[str, object]:
    newest = statements_after(session(), actor(), limit=1).rows
    return {
        "statement": newest[0] if newest else None,
        "payable": balances(session(), AccountKind.PAYABLE, actor().organisation),
    }
