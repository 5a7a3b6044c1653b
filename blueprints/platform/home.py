"""What waits for somebody at the platform."""

from flask import render_template
from flask.typing import ResponseReturnValue

from blueprints.platform.blueprint import blueprint
from trade.admission.queries import admissions
from trade.claims.queries import claims_to_decide
from trade.kernel.actor import Permission
from trade.ledger.queries import unmatched
from trade.ordering.loading import party_to
from trade.ordering.queries import all_orders, states_count
from trade.ordering.rules import OrderState
from trade.parties.queries import organisation_states
from web.access import actor, requires, session


@blueprint.get("")
@requires(Permission.OVERSEE)
def today() -> ResponseReturnValue:
    """Show which claims' clocks run, who waits for admission, where orders stand, and what nobody has matched."""
    return render_template(
        "platform/today.html",
        claims=claims_to_decide(session(), actor(), limit=8),
        waiting=admissions(session(), actor()),
        standing=organisation_states(session()),
        counts=states_count(session(), party_to(actor())),
        states=tuple(OrderState),
        newest=all_orders(session(), actor(), limit=8).rows,
        unmatched=unmatched(session()),
    )
