"""The count sheet: a clerk walks along the shelf and types one count after the other; Enter goes on to the next."""

from typing import Any
from uuid import UUID

from flask import flash, render_template, url_for
from flask.typing import ResponseReturnValue

from blueprints.supplier.asking import asked_for, cursor
from blueprints.supplier.blueprint import blueprint
from blueprints.supplier.stock import ROWS
from blueprints.supplier.stock_forms import CountForm
from trade.kernel.actor import Permission
from trade.kernel.errors import DomainError, InvalidInput
from trade.stock.actions import count_stock
from trade.stock.queries import shelf_row, shelf_rows
from web import hx
from web.access import actor, call, requires, session
from web.fragments import respond, see_other
from web.translation import gettext as _

PAGE, ROW = "supplier/count_sheet.html", "supplier/_count_row.html"


@blueprint.get("/stock/count-sheet")
@requires(Permission.SHIP)
def count_sheet() -> ResponseReturnValue:
    """Show the sheet; the row that ``at`` names is the next to count."""
    return render_template(PAGE, **_sheet(), wrong_id=None, form=None, told="")


@blueprint.post("/stock/<uuid:sku_id>/sheet-count")
@requires(Permission.SHIP)
def count_on_sheet(sku_id: UUID) -> ResponseReturnValue:
    """Write down one count of the sheet."""
    form = CountForm()
    if not form.validate():
        return _row(sku_id, form, 422)
    try:
        change = count_stock(call(), sku_id, counted=form.counted.data)
    except DomainError as error:
        form.refuse(error)
        return _row(sku_id, form, 422 if isinstance(error, InvalidInput) else 409)
    return _counted(sku_id, form.said(change))


def _counted(sku_id: UUID, told: str) -> ResponseReturnValue:
    """Answer with the row; without JavaScript open the sheet at the row that follows."""
    if hx.wants_fragment():
        row = shelf_row(session(), actor(), sku_id)
        return respond(PAGE, ROW, row=row, form=None, told=told, wrong_id=None, begin=None)
    row = shelf_row(session(), actor(), sku_id)
    flash(_("%(code)s: %(told)s", code=row.code, told=told), "good")
    rows = _sheet()["rows"]
    ids = [other.sku_id for other in rows]
    following = ids[(ids.index(sku_id) + 1) % len(ids)] if sku_id in ids else None
    view: dict[str, Any] = {name: asked_for(name) or None for name in ("q", "cursor")}
    anchor = f"count-{following.hex}" if following else None
    return see_other(url_for("supplier.count_sheet", **view, at=following, _anchor=anchor))


def _row(sku_id: UUID, form: CountForm, status: int) -> ResponseReturnValue:
    row = shelf_row(session(), actor(), sku_id)
    # A clerk with htmx is a row or two further on by now: the focus stays there.
    context = {"row": row, "begin": None} if hx.wants_fragment() else _sheet() | {"begin": str(sku_id)}
    return respond(PAGE, ROW, status, **context, wrong_id=sku_id, form=form, told="")


def _sheet() -> dict[str, Any]:
    search = asked_for("q")
    page = shelf_rows(session(), actor(), search=search, cursor=cursor(), limit=ROWS)
    further = url_for("supplier.count_sheet", q=search or None, cursor=page.next_cursor) if page.next_cursor else ""
    begin = asked_for("at") or (str(page.rows[0].sku_id) if page.rows else "")
    return {"rows": page.rows, "search": search, "further": further, "begin": begin}
