"""Rating a received order: one tap, and words for whoever has some."""

from __future__ import annotations

from uuid import UUID

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue

from blueprints.scoring.blueprint import blueprint
from trade.kernel.actor import Permission
from trade.kernel.errors import DomainError, NotAllowed, NotFound
from trade.scoring.actions import rate_order
from web.access import call, requires
from web.fragments import see_other
from web.sentences import sentence
from web.translation import gettext as _


@blueprint.post("/orders/<uuid:order_id>/rating")
@requires(Permission.BUY)
def rate(order_id: UUID) -> ResponseReturnValue:
    """Say how an order was."""
    stars = request.form.get("stars", "")
    try:
        rate_order(
            call(),
            order_id,
            stars=int(stars) if stars in {"1", "2", "3", "4", "5"} else 0,
            comment=request.form.get("comment", ""),
        )
    except (NotFound, NotAllowed):
        raise
    except DomainError as error:
        flash(sentence(error), "danger")
    else:
        flash(_("Thank you. Other shops profit from it."), "good")
    return see_other(url_for("retailer.order", order_id=order_id))
