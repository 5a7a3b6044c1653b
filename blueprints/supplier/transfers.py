"""Goods between warehouses: sent with one form, received with another that says what became of each line."""

from collections.abc import Sequence
from uuid import UUID

from flask import flash, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from blueprints.supplier.asking import asked_for, cursor, whole_number
from blueprints.supplier.blueprint import blueprint
from blueprints.supplier.warehouse_forms import TransferForm
from trade.catalogue.queries import own_sku
from trade.kernel.actor import Permission
from trade.kernel.errors import DomainError, InvalidInput
from trade.stock.actions import Arrived, Sent, receive_transfer, send_transfer
from trade.stock.queries import TransferDetail, TransferLineRow, skus_by_code, transfer_detail, transfers, warehouses
from trade.stock.rules import LOT_MAX, ArrivalRefused, NotFree
from web.access import actor, call, requires, session
from web.fragments import see_other
from web.sentences import sentence
from web.timeline import timeline_of
from web.translation import gettext as _

WRONG_SHOWN = 5
FATES = ("received", "rejected", "lost")


@blueprint.get("/stock/transfers")
@requires(Permission.SEE_SALES)
def transfer_list() -> ResponseReturnValue:
    """Show what is and was under way."""
    page = transfers(session(), actor(), cursor=cursor())
    further = url_for("supplier.transfer_list", cursor=page.next_cursor) if page.next_cursor else ""
    several = len(warehouses(session(), actor())) > 1
    return render_template("supplier/transfers.html", rows=page.rows, further=further, several=several)


@blueprint.get("/stock/transfers/new")
@requires(Permission.SHIP)
def new_transfer() -> ResponseReturnValue:
    """Ask what leaves, and for where."""
    second = [str(row.id) for row in warehouses(session(), actor())][1:2]
    form = _form(TransferForm(formdata=None, lines=asked_for("code", 40), to_id="".join(second)))
    return _new(form)


@blueprint.post("/stock/transfers")
@requires(Permission.SHIP)
def add_transfer() -> ResponseReturnValue:
    """Send goods."""
    form = _form(TransferForm())
    sent = _sent(form) if form.validate() else None
    if sent is None:
        return _new(form, 422)
    try:
        transfer_id = send_transfer(
            call(), from_id=UUID(form.from_id.data), to_id=UUID(form.to_id.data), sent=sent, note=form.note.data or ""
        )
    except DomainError as error:
        if isinstance(error, NotFree) and error.sku_id is not None:
            code = own_sku(session(), actor(), error.sku_id).code
            form.lines.errors = [_("%(code)s: %(told)s", code=code, told=sentence(error))]
        else:
            form.refuse(error)
        return _new(form, 422 if isinstance(error, InvalidInput) else 409)
    flash(_("Sent. Say here what arrives of it."), "good")
    return see_other(url_for("supplier.transfer", transfer_id=transfer_id))


@blueprint.get("/stock/transfers/<uuid:transfer_id>")
@requires(Permission.SEE_SALES)
def transfer(transfer_id: UUID) -> ResponseReturnValue:
    """Show a transfer, what became of its lines, and its history."""
    return _page(transfer_detail(session(), actor(), transfer_id))


@blueprint.post("/stock/transfers/<uuid:transfer_id>/arrival")
@requires(Permission.SHIP)
def receive_goods(transfer_id: UUID) -> ResponseReturnValue:
    """Write down what arrived, was turned away, or was lost."""
    detail = transfer_detail(session(), actor(), transfer_id)
    wrong: dict[UUID, str] = {}
    arrived = [_arrived(line, wrong) for line in detail.lines]
    if wrong:
        return _page(detail, wrong, 422)
    try:
        receive_transfer(call(), transfer_id, arrived=arrived)
    except ArrivalRefused as error:
        return _page(detail, {error.line_id or detail.lines[0].id: sentence(error)}, 409)
    flash(_("Written down."), "good")
    return see_other(url_for("supplier.transfer", transfer_id=transfer_id))


def _form(form: TransferForm) -> TransferForm:
    form.offer(warehouses(session(), actor()))
    return form


def _sent(form: TransferForm) -> Sequence[Sent] | None:
    """Read a line for each code: code, quantity and, where there is one, the lot; none with what is wrong said."""
    typed = [line.split(None, 2) for line in (form.lines.data or "").splitlines() if line.strip()]
    known = skus_by_code(session(), actor(), [parts[0] for parts in typed])
    found, wrong = [], []
    for number, parts in enumerate(typed, 1):
        count = whole_number(parts[1]) if len(parts) > 1 else None
        sku = known.get(parts[0].upper())
        if sku is None:
            wrong.append(
                _("Line %(number)s: you have no product with the code %(code)s.", number=number, code=parts[0])
            )
        elif not count:
            wrong.append(_("Line %(number)s: write a whole number after the code, such as 24.", number=number))
        elif len(parts) > 2 and len(parts[2]) > LOT_MAX:
            wrong.append(_("Line %(number)s: a lot has at most %(most)s characters.", number=number, most=LOT_MAX))
        else:
            found.append(Sent(sku.sku_id, count, parts[2] if len(parts) > 2 else ""))
    if wrong:
        form.lines.errors = [*form.lines.errors, " ".join(wrong[:WRONG_SHOWN])]
    return None if wrong else found


def _arrived(line: TransferLineRow, wrong: dict[UUID, str]) -> Arrived:
    figures = {}
    for fate in FATES:
        text = request.form.get(f"{fate}-{line.id.hex}", "").strip()
        count = whole_number(text or "0")
        if count is None:
            wrong[line.id] = _("Enter a whole number such as 12.")
        figures[fate] = count or 0
    return Arrived(line.id, **figures)


def _new(form: TransferForm, status: int = 200) -> ResponseReturnValue:
    return make_response(render_template("supplier/new_transfer.html", form=form), status)


def _page(detail: TransferDetail, wrong: dict[UUID, str] | None = None, status: int = 200) -> ResponseReturnValue:
    events = timeline_of(session(), "transfer", detail.head.id)
    return make_response(
        render_template(
            "supplier/transfer.html", head=detail.head, lines=detail.lines, wrong=wrong or {}, events=events
        ),
        status,
    )
