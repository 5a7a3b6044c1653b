"""Price lists: for whom they are, and what they say."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import flash, render_template, url_for
from flask.typing import ResponseReturnValue

from blueprints.supplier.asking import asked_for, cursor
from blueprints.supplier.blueprint import blueprint
from blueprints.supplier.price_forms import ListForm, PasteForm
from trade.kernel.actor import Permission
from trade.kernel.errors import InvalidInput
from trade.kernel.tallies import Tally
from trade.parties.queries import regions
from trade.pricing import actions, queries
from web.access import actor, call, requires, session
from web.fragments import see_other
from web.timeline import timeline_of
from web.translation import gettext as _


@blueprint.get("/prices")
@requires(Permission.SEE_SALES)
def price_lists() -> ResponseReturnValue:
    """Show the lists."""
    search = asked_for("q", 80)
    rows = queries.price_lists(session(), actor(), call().at, search=search)
    return render_template("supplier/price_lists.html", rows=rows, search=search)


@blueprint.get("/prices/lists/new")
@requires(Permission.SELL)
def new_price_list() -> ResponseReturnValue:
    """Show the form of a new list."""
    return _new(ListForm(formdata=None))


@blueprint.post("/prices/lists")
@requires(Permission.SELL)
def begin_price_list() -> ResponseReturnValue:
    """Begin a list; its prices come next."""
    form = ListForm()
    audience = form.audience() if form.validate() else None
    if audience is None:
        return _new(form), 422
    try:
        list_id = actions.begin_list(call(), name=form.name.data or "", audience=audience)
    except InvalidInput as error:
        form.refuse(error)
        return _new(form), 422
    flash(_("Begun. Paste its prices next."), "good")
    return see_other(url_for("supplier.price_list", price_list_id=list_id))


@blueprint.get("/prices/lists/<uuid:price_list_id>")
@requires(Permission.SEE_SALES)
def price_list(price_list_id: UUID) -> ResponseReturnValue:
    """Show a list with what holds and what is scheduled."""
    return list_page(price_list_id, PasteForm(formdata=None))


@blueprint.post("/prices/lists/<uuid:price_list_id>/end")
@requires(Permission.SELL)
def end_price_list(price_list_id: UUID) -> ResponseReturnValue:
    """End a list with all its prices."""
    actions.end_list(call(), price_list_id)
    flash(_("Ended. Its prices count for nobody from now on."), "good")
    return see_other(url_for("supplier.price_lists"))


def _new(form: ListForm) -> str:
    form.offer(regions(session()))
    levels = queries.level_names(session(), actor())
    return render_template("supplier/new_price_list.html", form=form, levels=levels)


def list_page(
    list_id: UUID, form: PasteForm, wrong: Sequence[str] = (), sound: int = 0, sums: Sequence[Tally[str]] = ()
) -> str:
    """Draw a list; ``wrong``: what is wrong with what was pasted, ``sound``: how many products of it could be priced."""
    now, search = call().at, asked_for("q", 80)
    found = queries.price_list(session(), actor(), list_id, now)
    page = queries.listed_prices(session(), list_id, now, search=search, cursor=cursor())
    view: dict[str, Any] = {"q": search or None}
    further = (
        url_for("supplier.price_list", price_list_id=list_id, **view, cursor=page.next_cursor)
        if page.next_cursor
        else ""
    )
    return render_template(
        "supplier/price_list.html",
        list=found, rows=page.rows, now=now, search=search, further=further, form=form, wrong=wrong, sound=sound,
        sums=sums,
        happened=timeline_of(session(), "price_list", list_id),
    )  # fmt: skip
