"""Stock takes: a blind sheet, the differences, and one button that writes them into the books."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import flash, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from blueprints.supplier.asking import asked_for, cursor
from blueprints.supplier.blueprint import blueprint
from blueprints.supplier.stock import ROWS
from blueprints.supplier.stock_forms import CountForm
from blueprints.supplier.warehouse_forms import FoundForm
from trade.kernel.actor import Permission
from trade.kernel.errors import InvalidInput, NotFound
from trade.stock.actions import begin_stock_take, count_in_take, give_up_stock_take, post_stock_take
from trade.stock.queries import (
    TakeRow,
    sheet_page,
    sheet_row,
    skus_by_code,
    take_detail,
    take_differences,
    takes,
    warehouses,
)
from trade.stock.rules import LOT_MAX
from web import hx
from web.access import actor, call, requires, session
from web.filters import quantity
from web.fragments import respond, see_other
from web.timeline import Told, timeline_of
from web.translation import gettext as _
from web.translation import ngettext

PAGE, ROW = "supplier/stock_take.html", "supplier/_take_row.html"


@blueprint.get("/stock/takes")
@requires(Permission.SEE_SALES)
def take_list() -> ResponseReturnValue:
    """Show the stock takes, and begin another."""
    page = takes(session(), actor(), cursor=cursor())
    further = url_for("supplier.take_list", cursor=page.next_cursor) if page.next_cursor else ""
    houses = warehouses(session(), actor())
    return render_template("supplier/stock_takes.html", rows=page.rows, further=further, houses=houses)


@blueprint.post("/stock/takes")
@requires(Permission.SHIP)
def begin_take() -> ResponseReturnValue:
    """Begin to count a warehouse."""
    named = request.form.get("warehouse_id", "")
    chosen = next((row.id for row in warehouses(session(), actor()) if str(row.id) == named), None)
    if named and chosen is None:
        raise NotFound("warehouse", named[:40])
    return see_other(url_for("supplier.take", take_id=begin_stock_take(call(), warehouse_id=chosen)))


@blueprint.get("/stock/takes/<uuid:take_id>")
@requires(Permission.SEE_SALES)
def take(take_id: UUID) -> ResponseReturnValue:
    """Show the blind sheet."""
    return render_template(PAGE, **_sheet(take_detail(session(), actor(), take_id)))


@blueprint.post("/stock/takes/<uuid:take_id>/lines/<uuid:sku_id>")
@requires(Permission.SHIP)
def count_line(take_id: UUID, sku_id: UUID) -> ResponseReturnValue:
    """Write down one count of the sheet; the address names the lot."""
    form, lot = CountForm(), asked_for("lot", LOT_MAX)
    head = take_detail(session(), actor(), take_id)
    if not form.validate():
        return _row(head, sku_id, lot, form, 422)
    try:
        count_in_take(call(), take_id, sku_id, counted=form.counted.data, lot=lot)
    except InvalidInput as error:
        form.refuse(error)
        return _row(head, sku_id, lot, form, 422)
    if hx.wants_fragment():
        return _row(head, sku_id, lot, None, 200)
    row = sheet_row(session(), actor(), head, sku_id, lot)
    flash(_("%(code)s: %(told)s", code=row.code, told=_said(form)), "good")
    return see_other(
        url_for("supplier.take", take_id=take_id, q=asked_for("q") or None, cursor=cursor(), after=row.key)
    )


@blueprint.post("/stock/takes/<uuid:take_id>/lines")
@requires(Permission.SHIP)
def count_found(take_id: UUID) -> ResponseReturnValue:
    """Write down something that is not on the sheet."""
    head, form = take_detail(session(), actor(), take_id), FoundForm()
    sku = skus_by_code(session(), actor(), [form.code.data or ""]).get((form.code.data or "").upper())
    valid = form.validate()
    if valid and sku is None:
        form.code.errors = [*form.code.errors, _("You have no product with this code.")]
    if not valid or sku is None:
        return make_response(render_template(PAGE, **_sheet(head, found=form)), 422)
    try:
        count_in_take(
            call(), take_id, sku.sku_id, counted=form.counted.data, lot=form.lot.data or "",
            expires_on=form.expires_on.data,
        )  # fmt: skip
    except InvalidInput as error:
        form.refuse(error)
        return make_response(render_template(PAGE, **_sheet(head, found=form)), 422)
    flash(
        _("%(code)s: %(told)s", code=sku.code, told=_("counted %(count)s", count=quantity(form.counted.data))), "good"
    )
    return see_other(url_for("supplier.take", take_id=take_id))


@blueprint.get("/stock/takes/<uuid:take_id>/differences")
@requires(Permission.SEE_SALES)
def take_result(take_id: UUID) -> ResponseReturnValue:
    """Show what was counted otherwise than the books said."""
    head = take_detail(session(), actor(), take_id)
    return render_template(
        "supplier/differences.html", head=head, rows=take_differences(session(), head), happened=_happened(head)
    )


@blueprint.post("/stock/takes/<uuid:take_id>/posting")
@requires(Permission.SHIP)
def post_take(take_id: UUID) -> ResponseReturnValue:
    """Write all differences into the books."""
    take_detail(session(), actor(), take_id)
    posted = post_stock_take(call(), take_id)
    told = ngettext(
        "One difference is in the books now.", "%(num)d differences are in the books now.", posted.differences
    )
    flash(told, "good")
    return see_other(url_for("supplier.take_result", take_id=take_id))


@blueprint.post("/stock/takes/<uuid:take_id>/giving-up")
@requires(Permission.SHIP)
def give_up_take(take_id: UUID) -> ResponseReturnValue:
    """Let a count be."""
    take_detail(session(), actor(), take_id)
    give_up_stock_take(call(), take_id)
    flash(_("Nothing of it was written."), "good")
    return see_other(url_for("supplier.take_list"))


def _happened(head: TakeRow) -> Sequence[Told]:
    return timeline_of(session(), "stock_take", head.id)


def _said(form: CountForm) -> str:
    return _("counted %(count)s", count=quantity(form.counted.data))


def _row(head: TakeRow, sku_id: UUID, lot: str, form: CountForm | None, status: int) -> ResponseReturnValue:
    row = sheet_row(session(), actor(), head, sku_id, lot)
    if hx.wants_fragment():
        return respond(PAGE, ROW, status, head=head, row=row, form=form, wrong=row.key, begin="")
    return respond(PAGE, ROW, status, **_sheet(head, form=form, wrong=row.key))


def _sheet(
    head: TakeRow, form: CountForm | None = None, wrong: str = "", found: FoundForm | None = None
) -> dict[str, Any]:
    search = asked_for("q")
    page = sheet_page(session(), actor(), head, search=search, cursor=cursor(), limit=ROWS)
    further = ""
    if page.next_cursor:
        further = url_for("supplier.take", take_id=head.id, q=search or None, cursor=page.next_cursor)
    keys = [row.key for row in page.rows]
    after = asked_for("after", 60)
    begin = wrong or (keys[(keys.index(after) + 1) % len(keys)] if after in keys else keys[0] if keys else "")
    return {
        "head": head, "rows": page.rows, "search": search, "further": further, "form": form, "wrong": wrong,
        "begin": begin, "found": found or FoundForm(formdata=None), "happened": _happened(head),
    }  # fmt: skip
