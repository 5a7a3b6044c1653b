"""Asking one seller for a price for all that lies in the cart of it."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from flask import flash, make_response, render_template, url_for
from flask.typing import ResponseReturnValue

from adapters import clock
from blueprints.retailer.blueprint import blueprint
from blueprints.retailer.inquiry_forms import CartInquiryForm, cart_inquiry_form
from trade.files.rules import FileKind
from trade.kernel.actor import Permission
from trade.ordering.queries import CartRow, cart_view
from trade.ordering.rules import DayRefused
from trade.quoting.actions import ask_for_quote
from web.access import actor, call, requires, session
from web.filing import keep_chosen
from web.fragments import see_other
from web.sentences import sentence
from web.translation import gettext as _


@blueprint.get("/cart/sellers/<uuid:seller_id>/inquiry")
@requires(Permission.BUY)
def new_cart_inquiry(seller_id: UUID) -> ResponseReturnValue:
    """Show the lines of one seller, to ask for a quote for them."""
    rows = _lines_of(seller_id)
    return _page(rows, cart_inquiry_form(rows, fresh=True))


@blueprint.post("/cart/sellers/<uuid:seller_id>/inquiry")
@requires(Permission.BUY)
def ask_for_cart(seller_id: UUID) -> ResponseReturnValue:
    """Ask a seller for a quote for its lines of the cart: one inquiry, however many lines."""
    rows = _lines_of(seller_id)
    form = cart_inquiry_form(rows, fresh=False)
    if not form.judge():
        return _page(rows, form, 422)
    drawing = keep_chosen(form.drawing, FileKind.DOCUMENT)
    if form.drawing.errors:
        return _page(rows, form, 422)
    try:
        inquiry_id = ask_for_quote(
            call(),
            form.wanted(),
            wanted_on=form.wanted_on.data,
            leaves_cart=bool(form.leaves_cart.data),
            file_id=drawing,
        )
    except DayRefused as error:
        form.wanted_on.errors = [sentence(error)]
        return _page(rows, form, 422)
    flash(_("Asked. The seller's answer will be here."), "good")
    return see_other(url_for(".inquiry", inquiry_id=inquiry_id))


def _lines_of(seller_id: UUID) -> list[CartRow]:
    view = cart_view(session(), actor(), clock.now())
    return [row for row in view.rows if row.offer.seller_id == seller_id and row.offer.is_for_sale]


def _page(rows: Sequence[CartRow], form: CartInquiryForm, status: int = 200) -> ResponseReturnValue:
    rows = [row for row in rows if row.offer.sku_id in form.lines]
    if not rows:
        flash(_("These lines are not in your cart any more, so nothing was asked."), "waiting")
        return see_other(url_for(".cart"))
    page = render_template("retailer/cart_inquiry.html", rows=rows, seller=rows[0].offer, form=form)
    return make_response(page, status)
