"""Agreements with sellers: what was offered, what was agreed, and how much of it is used."""

from __future__ import annotations

from uuid import UUID

from flask import Response, flash, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from adapters import clock
from blueprints.retailer.blueprint import blueprint
from trade.kernel.actor import Permission
from trade.kernel.errors import DomainError, MoveRefused
from trade.ordering.offers import offers_of
from trade.parties.queries import own_code
from trade.pricing import actions, queries
from trade.pricing.rules import AgreementOver
from web.access import actor, call, requires, session
from web.fragments import see_other
from web.sentences import sentence
from web.timeline import timeline_of
from web.translation import gettext as _


@blueprint.get("/agreements")
@requires(Permission.SEE_PURCHASES)
def agreements() -> str:
    """List what sellers have offered and what was agreed with them."""
    page = queries.agreements_after(session(), actor(), buying=True, cursor=request.args.get("after"))
    return render_template("retailer/agreements.html", page=page, own_code=own_code(session(), actor()))


@blueprint.get("/agreements/<uuid:agreement_id>")
@requires(Permission.SEE_PURCHASES)
def agreement(agreement_id: UUID) -> Response:
    """Show one agreement line by line."""
    return _page(agreement_id, None)


@blueprint.post("/agreements/<uuid:agreement_id>/acceptance")
@requires(Permission.BUY)
def accept_agreement(agreement_id: UUID) -> ResponseReturnValue:
    """Accept what was offered."""
    try:
        actions.accept_agreement(call(), agreement_id)
    except (AgreementOver, MoveRefused) as error:
        return _page(agreement_id, error, 409)
    flash(_("Agreed. Its prices count in your cart from now on."), "good")
    return see_other(url_for(".agreement", agreement_id=agreement_id))


@blueprint.post("/agreements/<uuid:agreement_id>/end")
@requires(Permission.BUY)
def end_agreement(agreement_id: UUID) -> ResponseReturnValue:
    """Decline an offer, or end what was agreed."""
    try:
        actions.end_agreement(call(), agreement_id)
    except MoveRefused as error:
        return _page(agreement_id, error, 409)
    flash(_("Ended. Orders that were placed keep their prices."), "good")
    return see_other(url_for(".agreement", agreement_id=agreement_id))


def _page(agreement_id: UUID, refusal: DomainError | None, status: int = 200) -> Response:
    found = queries.agreement(session(), actor(), agreement_id)
    lines, now = queries.agreement_lines(session(), agreement_id), clock.now()
    offers = offers_of(session(), actor(), [line.sku_id for line in lines], now)
    page = render_template(
        "retailer/agreement.html",
        agreement=found,
        lines=lines,
        today={sku_id: offer.price(offer.rule.minimum) for sku_id, offer in offers.items() if offer.is_for_sale},
        refusal=sentence(refusal) if refusal else "",
        is_over=found.period.moment(now) == "past",
        history=timeline_of(session(), "agreement", agreement_id, currency=found.currency),
    )
    return make_response(page, status)
