"""Where buying together would pay: regions and goods of which so much will be wanted that a better price is in reach."""

from flask import render_template
from flask.typing import ResponseReturnValue

from adapters import clock
from blueprints.platform.blueprint import blueprint
from trade.forecasting.queries import pool_chances
from trade.kernel.actor import Permission
from web.access import requires, session


@blueprint.get("/demand")
@requires(Permission.OVERSEE)
def demand() -> ResponseReturnValue:
    """Show where a pool or an agreement would save buyers most in the next 30 days."""
    return render_template("platform/demand.html", chances=pool_chances(session(), clock.now()))
