"""What the shop sold over its own counter: told by the day, so that it is warned in time and forecasts know the demand."""

from __future__ import annotations

from datetime import date
from typing import Final
from uuid import UUID

from flask import Response, flash, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from adapters import clock
from blueprints.retailer.blueprint import blueprint
from blueprints.retailer.own_sales_files import TillList, read_till
from trade.forecasting.actions import note_own_sales
from trade.forecasting.queries import own_sales_rows
from trade.forecasting.rules import OwnCover
from trade.kernel.actor import Permission
from trade.kernel.errors import DomainError
from trade.kernel.ports import SheetRefused
from trade.kernel.widths import narrow
from web.access import actor, call, requires, session
from web.filters import day as day_in_words
from web.filters import quantity, viewers_zone
from web.fragments import see_other
from web.sentences import sentence
from web.translation import gettext as _
from web.translation import ngettext

DIGITS_MAX: Final = 6


@blueprint.get("/own-sales")
@requires(Permission.BUY)
def own_sales() -> ResponseReturnValue:
    """Ask what the shop sold on a day, of what it bought here."""
    return _page(_day(request.args.get("day", "")) or _today())


@blueprint.post("/own-sales")
@requires(Permission.BUY)
def tell_own_sales() -> ResponseReturnValue:
    """Write down what was sold; fields left empty say nothing."""
    typed = {
        name: narrow(text).strip() for name, text in request.form.items() if name.startswith("sold-") and text.strip()
    }
    on = _day(request.form.get("day", ""))
    wrong = {name: _("Enter a whole number such as 12.") for name, text in typed.items() if not _is_count(text)}
    if on is None:
        wrong["day"] = _("Choose the day on which it was sold.")
    elif not typed:
        wrong["day"] = _("Enter for at least one product how much was sold; 0 where nothing was.")
    if wrong or on is None:
        return _page(on or _today(), typed, wrong, 422)
    try:
        quantities = {UUID(name.removeprefix("sold-")): int(text) for name, text in typed.items()}
        note_own_sales(call(), on, quantities)
    except (ValueError, DomainError) as error:
        said = sentence(error) if isinstance(error, DomainError) else _("Choose among the products below.")
        return _page(on, typed, {"day": said}, 422)
    flash(
        _(
            "Written down for %(day)s. Tell it every day, and you are warned before your shelf is empty.",
            day=day_in_words(on),
        ),
        "good",
    )
    return see_other(url_for(".own_sales", day=on.isoformat()))


@blueprint.post("/own-sales/file")
@requires(Permission.BUY)
def read_own_sales() -> ResponseReturnValue:
    """Fill in the form from a till's list; nothing is written before it was looked at."""
    on = _day(request.form.get("day", "")) or _today()
    file = request.files.get("file")
    if file is None or not file.filename:
        return _page(on, wrong={"file": _("Choose a file: XLSX or CSV.")}, status=422)
    try:
        till = read_till(file.read(), own_sales_rows(session(), actor(), on, clock.now()))
    except SheetRefused as error:
        return _page(on, wrong={"file": sentence(error)}, status=422)
    if not till.typed:
        said = _(
            "This file names none of the products below. It needs a column for the code and one for the units sold."
        )
        return _page(on, wrong={"file": said}, status=422)
    return _page(on, till.typed, till=till)


def _page(
    on: date,
    typed: dict[str, str] | None = None,
    wrong: dict[str, str] | None = None,
    status: int = 200,
    till: TillList | None = None,
) -> Response:
    rows = own_sales_rows(session(), actor(), on, clock.now())
    page = render_template(
        "retailer/own_sales.html", rows=rows, on=on, today=_today(), typed=typed or {}, wrong=wrong or {}, till=till
    )
    return make_response(page, status)


def _today() -> date:
    return clock.now().astimezone(viewers_zone()).date()


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _is_count(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= DIGITS_MAX


@blueprint.app_template_filter()
def shelf_words(cover: OwnCover) -> str:
    """Write how long the shop's shelf lasts, and why."""
    told = ngettext("%(num)d day told", "%(num)d days told", cover.told_days)
    if cover.days is None:
        return _("about %(left)s left, and none sold in %(told)s", left=quantity(cover.left), told=told)
    lasts = ngettext("lasts about %(num)d day", "lasts about %(num)d days", cover.days)
    return _(
        "about %(left)s left, %(lasts)s: %(sold)s sold in %(told)s",
        left=quantity(cover.left),
        lasts=lasts,
        sold=quantity(cover.sold),
        told=told,
    )
