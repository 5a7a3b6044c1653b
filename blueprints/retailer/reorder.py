"""Ordering again: the last order, the usual basket, saved lists. Three taps from here: choose, check, order."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from flask import Response, flash, make_response, render_template, url_for
from flask.typing import ResponseReturnValue

from adapters import clock
from blueprints.retailer.blueprint import blueprint
from blueprints.retailer.forms import LineForm
from blueprints.retailer.order_pad import tell_put
from blueprints.retailer.orders import tell_repeated
from blueprints.retailer.pad_forms import ListForm
from trade.forecasting.queries import own_covers, pools_with
from trade.kernel.actor import Permission
from trade.ordering.queries import cart_count
from trade.ordering.rules import CartEmpty, QuantityRefused
from trade.pad import actions, queries
from trade.pad.actions import PutIntoCart
from trade.pad.queries import BasketRow
from trade.pad.rules.refusals import NameTaken, NothingToPut
from web.access import actor, call, requires, session
from web.each import chosen
from web.filters import viewers_zone
from web.fragments import see_other
from web.sentences import sentence
from web.timeline import timeline_of
from web.translation import gettext as _


@blueprint.get("/lists")
@requires(Permission.BUY)
def lists() -> ResponseReturnValue:
    """Show all that can be ordered again."""
    return _lists(ListForm(formdata=None))


@blueprint.post("/lists")
@requires(Permission.BUY)
def save_list() -> ResponseReturnValue:
    """Save what lies in the cart as a list."""
    form = ListForm()
    if not form.validate():
        return _lists(form, 422)
    try:
        list_id = actions.save_list(call(), form.name.data or "")
    except (CartEmpty, NameTaken) as error:
        form.name.errors = [sentence(error)]
        return _lists(form, 409)
    return see_other(url_for(".saved_list", list_id=list_id))


@blueprint.post("/lists/last-order/cart-lines")
@requires(Permission.BUY)
def put_last_order() -> ResponseReturnValue:
    """Put the last order into the cart, and go to the check page."""
    repeated = actions.repeat_last_order(call())
    tell_repeated(repeated)
    return see_other(url_for(".checkout" if repeated.put else ".lists"))


@blueprint.post("/lists/usual-basket/cart-lines")
@requires(Permission.BUY)
def put_basket() -> ResponseReturnValue:
    """Put what was ticked of the usual basket into the cart, and go to the check page."""
    ticked = tuple(chosen("sku_id"))
    return _put(lambda: actions.put_basket(call(), ticked), url_for(".lists"))


@blueprint.get("/lists/<uuid:list_id>")
@requires(Permission.BUY)
def saved_list(list_id: UUID) -> ResponseReturnValue:
    """Show a saved list at today's prices."""
    return _list_page(list_id)


@blueprint.post("/lists/<uuid:list_id>/cart-lines")
@requires(Permission.BUY)
def put_list(list_id: UUID) -> ResponseReturnValue:
    """Put a list into the cart, and go to the check page."""
    return _put(lambda: actions.put_list(call(), list_id), url_for(".saved_list", list_id=list_id))


@blueprint.post("/lists/<uuid:list_id>/lines/<uuid:sku_id>")
@requires(Permission.BUY)
def keep_list_line(list_id: UUID, sku_id: UUID) -> ResponseReturnValue:
    """Keep so many of a SKU on a list; none takes it off."""
    queries.list_view(session(), actor(), list_id, clock.now())
    form = LineForm()
    if not form.validate():
        return _list_page(list_id, form, sku_id, 422)
    try:
        actions.keep_list_line(call(), list_id, sku_id, quantity=form.quantity.data)
    except QuantityRefused as error:
        form.refuse(error)
        return _list_page(list_id, form, sku_id, 422)
    return see_other(url_for(".saved_list", list_id=list_id))


@blueprint.post("/lists/<uuid:list_id>/archiving")
@requires(Permission.BUY)
def archive_list(list_id: UUID) -> ResponseReturnValue:
    """Put a list away; it can be brought back."""
    actions.archive_list(call(), list_id)
    return see_other(url_for(".saved_list", list_id=list_id))


@blueprint.post("/lists/<uuid:list_id>/restoring")
@requires(Permission.BUY)
def restore_list(list_id: UUID) -> ResponseReturnValue:
    """Bring a list back."""
    actions.restore_list(call(), list_id)
    return see_other(url_for(".saved_list", list_id=list_id))


def _put(put: Callable[[], PutIntoCart], otherwise: str) -> Response:
    """Put lines into the cart; where none could go there, say so on the page they came from."""
    try:
        found = put()
    except NothingToPut:
        flash(_("None of it could go into the cart: nothing was chosen, or nobody sells it now."), "waiting")
        return see_other(otherwise)
    tell_put(found)
    return see_other(url_for(".checkout"))


def _lists(form: ListForm, status: int = 200) -> Response:
    now = clock.now()
    basket = queries.basket(session(), actor(), now)
    today = now.astimezone(viewers_zone()).date()
    covers = own_covers(session(), actor(), {row.offer.sku_id for row in basket}, today, now)
    short = {sku_id for sku_id, cover in covers.items() if cover.is_short}
    standing = {sku_id for sku_id, cover in covers.items() if cover.is_slow}
    slow = [row for row in basket if _is_slow(row, short, standing)]
    due = [row for row in basket if row not in slow and (row.rhythm.is_due or row.offer.sku_id in short)]
    page = render_template(
        "retailer/lists.html",
        form=form,
        last=queries.last_order(session(), actor()),
        due=due[:100],
        slow=slow[:100],
        covers=covers,
        pools=pools_with(session(), {row.offer.sku_id for row in (*due, *slow)}, now),
        later=[row for row in basket if row not in slow and row not in due][:100],
        saved=queries.lists_of(session(), actor()),
        has_cart=cart_count(session(), actor()) > 0,
    )
    return make_response(page, status)


def _is_slow(row: BasketRow, short: set[UUID], standing: set[UUID]) -> bool:
    """Whether to look at the shelf before ordering: what the shop tells of its sales counts more than its rhythm."""
    sku_id = row.offer.sku_id
    return sku_id in standing or (row.rhythm.is_slow and sku_id not in short)


def _list_page(
    list_id: UUID, form: LineForm | None = None, refused_id: UUID | None = None, status: int = 200
) -> Response:
    view = queries.list_view(session(), actor(), list_id, clock.now())
    page = render_template(
        "retailer/list.html", view=view, form=form, refused_id=refused_id,
        happened=timeline_of(session(), "saved_list", list_id),
    )  # fmt: skip
    return make_response(page, status)
