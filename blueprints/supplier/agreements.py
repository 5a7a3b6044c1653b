"""Agreements with buyers: drafting, offering, and how much of them is used."""

from uuid import UUID

from flask import flash, render_template, url_for
from flask.typing import ResponseReturnValue

from adapters import clock
from blueprints.supplier.asking import cursor
from blueprints.supplier.blueprint import blueprint
from blueprints.supplier.price_forms import AgreementForm, AgreementLineForm
from trade.catalogue.queries import own_sku_of_code
from trade.kernel.actor import Permission
from trade.kernel.errors import DomainError, InvalidInput
from trade.pricing import actions, queries
from trade.pricing.rules import LineTerms
from web.access import actor, call, requires, session
from web.fragments import see_other
from web.timeline import timeline_of
from web.translation import gettext as _


@blueprint.get("/prices/agreements")
@requires(Permission.SEE_SALES)
def agreements() -> ResponseReturnValue:
    """Show the agreements, newest first."""
    page = queries.agreements_after(session(), actor(), buying=False, cursor=cursor())
    further = url_for("supplier.agreements", cursor=page.next_cursor) if page.next_cursor else ""
    return render_template("supplier/agreements.html", rows=page.rows, further=further)


@blueprint.get("/prices/agreements/new")
@requires(Permission.SELL)
def new_agreement() -> ResponseReturnValue:
    """Show the form of a new agreement."""
    return render_template("supplier/new_agreement.html", form=AgreementForm(formdata=None))


@blueprint.post("/prices/agreements")
@requires(Permission.SELL)
def draft_agreement() -> ResponseReturnValue:
    """Begin a draft; its lines come next."""
    form = AgreementForm()
    if form.validate() and form.judge_days():
        try:
            made = actions.draft_agreement(
                call(), buyer=form.buyer.data or "", title=form.title.data or "", period=form.period()
            )
        except InvalidInput as error:
            form.refuse(error)
        else:
            flash(_("Drafted. Add what is agreed on, then offer it."), "good")
            return see_other(url_for("supplier.agreement", agreement_id=made))
    return render_template("supplier/new_agreement.html", form=form), 422


@blueprint.get("/prices/agreements/<uuid:agreement_id>")
@requires(Permission.SEE_SALES)
def agreement(agreement_id: UUID) -> ResponseReturnValue:
    """Show an agreement line by line, with what is used."""
    return _page(agreement_id, AgreementLineForm(formdata=None))


@blueprint.post("/prices/agreements/<uuid:agreement_id>/lines")
@requires(Permission.SELL)
def set_agreement_line(agreement_id: UUID) -> ResponseReturnValue:
    """Add a product to a draft, or change what it says of it."""
    form = AgreementLineForm()
    sku_id = (
        own_sku_of_code(session(), actor(), form.sku.data or "") if form.validate() and form.judge_capacity() else None
    )
    if sku_id is None:
        if not form.errors:
            form.sku.errors = [_("You have no product with this code.")]
        return _page(agreement_id, form), 422
    capacity = None if form.uncapped.data else form.capacity.data
    try:
        actions.set_agreement_line(call(), agreement_id, line=LineTerms(sku_id, form.unit_price.data, capacity))
    except InvalidInput as error:
        form.refuse(error)
        return _page(agreement_id, form), 422
    return see_other(url_for("supplier.agreement", agreement_id=agreement_id))


@blueprint.post("/prices/agreements/<uuid:agreement_id>/lines/<uuid:term_id>/removal")
@requires(Permission.SELL)
def drop_agreement_line(agreement_id: UUID, term_id: UUID) -> ResponseReturnValue:
    """Take a product out of a draft."""
    actions.drop_agreement_line(call(), agreement_id, term_id)
    return see_other(url_for("supplier.agreement", agreement_id=agreement_id))


@blueprint.post("/prices/agreements/<uuid:agreement_id>/offer")
@requires(Permission.SELL)
def offer_agreement(agreement_id: UUID) -> ResponseReturnValue:
    """Lay a draft before the buyer."""
    try:
        actions.offer_agreement(call(), agreement_id)
    except DomainError as error:
        form = AgreementLineForm(formdata=None)
        form.refuse(error)
        return _page(agreement_id, form), 409
    flash(_("Offered. Once the buyer accepts, its prices hold."), "good")
    return see_other(url_for("supplier.agreement", agreement_id=agreement_id))


@blueprint.post("/prices/agreements/<uuid:agreement_id>/end")
@requires(Permission.SELL)
def withdraw_agreement(agreement_id: UUID) -> ResponseReturnValue:
    """Take back a draft or an offer."""
    actions.end_agreement(call(), agreement_id)
    flash(_("Taken back."), "good")
    return see_other(url_for("supplier.agreement", agreement_id=agreement_id))


def _page(agreement_id: UUID, form: AgreementLineForm) -> str:
    found = queries.agreement(session(), actor(), agreement_id)
    lines = queries.agreement_lines(session(), agreement_id)
    return render_template(
        "supplier/agreement.html",
        agreement=found,
        lines=lines,
        listed=queries.base_ladders(session(), [line.sku_id for line in lines], clock.now()),
        form=form,
        history=timeline_of(session(), "agreement", agreement_id, currency=found.currency),
    )
