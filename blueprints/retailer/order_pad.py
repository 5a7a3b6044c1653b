"""The order pad: many lines by keyboard, from a spreadsheet or a chat message, checked before anything is ordered."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from flask import Response, flash, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from adapters import clock
from blueprints.retailer.blueprint import blueprint
from blueprints.retailer.pad_forms import PadLineForm
from trade.kernel.actor import Permission
from trade.kernel.errors import DomainError
from trade.pad import actions, queries
from trade.pad.actions import PutIntoCart
from trade.pad.rules.refusals import NothingToPut, PadTooLong
from web import hx, totals
from web.access import actor, call, kept_by_script, repeatable, requires, session
from web.fragments import see_other
from web.sentences import sentence
from web.translation import ngettext


@blueprint.get("/order-pad")
@requires(Permission.BUY)
def order_pad() -> ResponseReturnValue:
    """Show what is on the pad, and what needs a hand."""
    return _answer(PadLineForm(formdata=None))


@blueprint.post("/order-pad/lines")
@kept_by_script
@requires(Permission.BUY)
def add_pad_lines() -> ResponseReturnValue:
    """Write down one typed line, or all that was pasted."""
    form = PadLineForm()
    if not form.validate():
        return _answer(form, status=422)
    try:
        added = actions.add_lines(call(), form.typed_lines, sku_id=form.chosen_sku)
    except PadTooLong as error:
        form.refuse(error)
        return _answer(form, status=409)
    return _done(totals.told(added.totals))


@blueprint.post("/order-pad/lines/<uuid:pad_line_id>")
@kept_by_script
@requires(Permission.BUY)
def change_pad_line(pad_line_id: UUID) -> ResponseReturnValue:
    """Write a line anew; none of it takes it off."""
    form = PadLineForm()
    if not form.validate():
        return _answer(form, status=422)
    text, amount = form.text.data or "", (form.amount.data or "").strip()
    if amount == "0":
        actions.remove_line(call(), pad_line_id)
    else:
        actions.change_line(call(), pad_line_id, text=text, amount=amount, sku_id=form.chosen_sku)
    return _done()


@blueprint.post("/order-pad/step")
@kept_by_script
@requires(Permission.BUY)
def move_pad_step() -> ResponseReturnValue:
    """Undo the last change, or do it again."""
    actions.move_step(call(), forward=request.form.get("to") == "forward")
    return _done()


@blueprint.post("/order-pad/draft")
@kept_by_script
@repeatable
@requires(Permission.BUY)
def keep_pad_draft() -> ResponseReturnValue:
    """Keep what is being typed: the last one sent counts."""
    actions.keep_draft(call(), request.form.get("lines", ""))
    return Response(status=204) if hx.wants_fragment() else _done()


@blueprint.post("/order-pad/cart-lines")
@requires(Permission.BUY)
def put_pad() -> ResponseReturnValue:
    """Put the good lines into the cart; the rest stays here."""
    try:
        put = actions.put_pad(call())
    except NothingToPut as error:
        return _answer(PadLineForm(formdata=None), refusal=error, status=409)
    tell_put(put)
    return see_other(url_for(".order_pad" if put.left else ".cart"))


@blueprint.get("/order-pad/matches")
@requires(Permission.BUY)
def pad_matches() -> str:
    """List the goods that what was typed may become."""
    return render_template(
        "retailer/_pad_matches.html", matches=queries.matching_goods(session(), request.args.get("text", ""))
    )


def tell_put(put: PutIntoCart) -> None:
    """Say how many lines are in the cart now, and how many are not."""
    flash(ngettext("%(num)d line is in your cart.", "%(num)d lines are in your cart.", put.put), "good")
    if put.rounded:
        rounded = ngettext(
            "One quantity was rounded up to what the seller sells.",
            "%(num)d quantities were rounded up to what the sellers sell.",
            put.rounded,
        )
        flash(rounded, "waiting")
    if put.left:
        left = ngettext(
            "One line needs a hand and was left out.", "%(num)d lines need a hand and were left out.", put.left
        )
        flash(left, "waiting")


def _done(left_out: Sequence[str] = ()) -> Response:
    """Answer a change: the pad alone to htmx, the page again to everybody else."""
    if hx.wants_fragment():
        return _answer(PadLineForm(formdata=None), left_out=left_out)
    for said in left_out:
        flash(said, "waiting")
    return see_other(url_for(".order_pad"))


def _answer(
    form: PadLineForm, *, refusal: DomainError | None = None, left_out: Sequence[str] = (), status: int = 200
) -> Response:
    asked = request.args.get("after", "")
    after = int(asked) if asked.removeprefix("-").isdecimal() and len(asked) < 10 else None
    pad = queries.pad_view(session(), actor(), clock.now(), after=after)
    fragment = hx.wants_fragment()
    page = render_template(
        "retailer/_pad.html" if fragment else "retailer/order_pad.html",
        pad=pad,
        form=form,
        after=after,
        left_out=left_out,
        refusal=sentence(refusal) if refusal else "",
        owner=str(actor().person_id),
    )
    response = make_response(page, status)
    response.vary.add("HX-Request")
    return response
