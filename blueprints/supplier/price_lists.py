"""Price lists: for whom they are, what they say, and pasting many prices at once."""

from typing import Any
from uuid import UUID

from flask import flash, render_template, url_for
from flask.typing import ResponseReturnValue

from blueprints.supplier.asking import asked_for, cursor
from blueprints.supplier.blueprint import blueprint
from blueprints.supplier.ladder_words import problem_sentence
from blueprints.supplier.price_forms import ListForm, PasteForm
from trade.kernel.actor import Permission
from trade.kernel.errors import InvalidInput
from trade.kernel.quantities import QuantityRule
from trade.parties.queries import regions
from trade.pricing import actions, queries
from trade.pricing.actions import ListRefused
from trade.pricing.rules import Pasted, PasteProblem, Trouble, read_pasted
from web.access import actor, call, requires, session
from web.filters import quantity
from web.fragments import see_other
from web.translation import gettext as _

TROUBLES = 20
"""So many troubles of a pasted list are told at once."""


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
    return _list(price_list_id, PasteForm(formdata=None))


@blueprint.post("/prices/lists/<uuid:price_list_id>/prices")
@requires(Permission.SELL)
def paste_prices(price_list_id: UUID) -> ResponseReturnValue:
    """Take over pasted prices: all of them, or none with what is wrong line by line."""
    form = PasteForm()
    sound = form.validate() and form.judge_days()
    pasted = read_pasted(form.pasted.data or "")
    said = [_trouble(trouble) for trouble in pasted.troubles[:TROUBLES]]
    if not sound or said:
        return _list(price_list_id, form, said), 422
    period = form.period() if form.first.data or form.last.data else None
    try:
        done = actions.set_list(
            call(), price_list_id, ladders=pasted.ladders, mode=form.mode, counting=form.counting, period=period
        )
    except ListRefused as error:
        return _list(price_list_id, form, _refused(error, pasted)), 422
    flash(_("Prices of %(count)s products are set.", count=quantity(done.count)), "good")
    return see_other(url_for("supplier.price_list", price_list_id=price_list_id))


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


def _list(list_id: UUID, form: PasteForm, troubles: list[str] | None = None) -> str:
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
        list=found, rows=page.rows, now=now, search=search, further=further, form=form, troubles=troubles or [],
    )  # fmt: skip


def _refused(error: ListRefused, pasted: Pasted) -> list[str]:
    unknown = [
        _("Line %(line)s: you have no product with the code %(code)s.", line=pasted.lines[code], code=code)
        for code in error.unknown
    ]
    rule = QuantityRule(1, 1)
    wrong = [
        _(
            "Line %(line)s, %(code)s: %(problem)s",
            line=pasted.lines[code],
            code=code,
            problem=problem_sentence(why, rule),
        )
        for code, problems in error.problems.items()
        for _index, why in problems[:1]
    ]
    return [*unknown, *wrong][:TROUBLES]


def _trouble(trouble: Trouble) -> str:
    sentences = {
        PasteProblem.NOT_THREE: _("Write code, quantity and price, with a tab between them."),
        PasteProblem.QUANTITY: _("The quantity must be a whole number such as 12."),
        PasteProblem.PRICE: _("The price must have a point before its fraction, such as 2.95."),
        PasteProblem.TOO_MANY: _("Paste the rest separately; so many lines at once are too many."),
    }
    said = sentences[trouble.problem]
    if trouble.text:
        return _("Line %(line)s, “%(typed)s”: %(problem)s", line=trouble.line, typed=trouble.text, problem=said)
    return _("Line %(line)s: %(problem)s", line=trouble.line, problem=said)
