"""What buyers ask for, and answering with a price for them alone."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import flash, render_template, url_for
from flask.typing import ResponseReturnValue

from adapters import clock
from blueprints.supplier.blueprint import blueprint
from blueprints.supplier.quote_forms import DeclineForm, MessageForm, QuoteForm, quote_form
from trade.files.rules import FileKind
from trade.kernel.actor import Permission
from trade.kernel.errors import DomainError, InvalidInput, MoveRefused, NotFound, StaleVersion
from trade.ordering.rules import BelowMinimum
from trade.quoting import actions, queries
from trade.quoting.loading import asked_of
from trade.quoting.rules import expiry_of
from web.access import actor, call, requires, session, viewer
from web.filing import keep_chosen
from web.forms import Form
from web.fragments import respond, see_other
from web.timeline import timeline_of
from web.translation import gettext as _

FAR = date(9000, 1, 1)
"""Beyond every quote, and short of where the calendar ends."""

PAGE, FRAGMENT = "supplier/inquiry.html", "supplier/_inquiry.html"


@blueprint.get("/inquiries")
@requires(Permission.SEE_SALES)
def inquiry_list() -> str:
    """List what buyers ask, what moved last first."""
    rows = queries.inquiries(session(), asked_of(actor()), clock.now())
    return render_template("supplier/inquiries.html", rows=rows)


@blueprint.get("/inquiries/<uuid:inquiry_id>")
@requires(Permission.SEE_SALES)
def inquiry(inquiry_id: UUID) -> ResponseReturnValue:
    """Show one inquiry with what was answered."""
    return _page(_sent(inquiry_id))


@blueprint.post("/inquiries/<uuid:inquiry_id>/quotes")
@requires(Permission.SELL)
def send_quote(inquiry_id: UUID) -> ResponseReturnValue:
    """Answer with a price for every line."""
    found = _sent(inquiry_id)
    form = quote_form(found, fresh=False)
    if not form.validate():
        return _page(found, form, status=422)
    try:
        actions.send_quote(
            call(),
            inquiry_id,
            lines=form.quoted(),
            expires_at=expiry_of(min(form.last_day.data or date.min, FAR), _zone()),
            version=form.shown_version,
            terms=form.terms.data or "",
        )
    except BelowMinimum as error:
        form.refuse_total(error)
        return _page(found, form, status=409)
    except (InvalidInput, StaleVersion, MoveRefused) as error:
        form.refuse(error)
        return _page(found, form, status=422 if isinstance(error, InvalidInput) else 409)
    flash(_("Quoted. The buyer can order at these prices until the quote ends."), "good")
    return see_other(url_for("supplier.inquiry", inquiry_id=inquiry_id))


@blueprint.post("/inquiries/<uuid:inquiry_id>/rejection")
@requires(Permission.SELL)
def decline_inquiry(inquiry_id: UUID) -> ResponseReturnValue:
    """Say that nothing is offered, or no more."""
    found, form = _sent(inquiry_id), DeclineForm()
    if not form.validate():
        return _page(found, declining=form, status=422)
    try:
        actions.decline_inquiry(call(), inquiry_id, reason=form.reason.data or "")
    except DomainError as error:
        form.refuse(error)
        return _page(found, declining=form, status=409)
    flash(_("Declined. The buyer reads why."), "good")
    return see_other(url_for("supplier.inquiry_list"))


@blueprint.post("/inquiries/<uuid:inquiry_id>/messages")
@requires(Permission.SELL)
def write_to_buyer(inquiry_id: UUID) -> ResponseReturnValue:
    """Write to the buyer."""
    found, form = _sent(inquiry_id), MessageForm()
    if not form.validate():
        return _page(found, message=form, status=422)
    drawing = keep_chosen(form.drawing, FileKind.DOCUMENT)
    if form.drawing.errors:
        return _page(found, message=form, status=422)
    actions.send_message(call(), inquiry_id, text=form.text.data or "", file_id=drawing)
    return see_other(url_for("supplier.inquiry", inquiry_id=inquiry_id))


def waiting() -> int:
    """Count the inquiries that nobody has answered."""
    return queries.inquiries_to_answer(session(), actor())


def _sent(inquiry_id: UUID) -> queries.InquiryDetail:
    """Return an inquiry that the organisation was sent; one that it made is shown elsewhere."""
    found = queries.inquiry_detail(session(), actor(), inquiry_id, clock.now())
    if found.seller_id != actor().organisation_id:
        raise NotFound("inquiry", inquiry_id)
    return found


def _zone() -> str:
    who = viewer()
    return who.time_zone if who is not None else "UTC"


def _page(
    found: queries.InquiryDetail,
    form: QuoteForm | None = None,
    *,
    declining: DeclineForm | None = None,
    message: MessageForm | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    refused: Form | None = form or declining or message
    shown: dict[str, Any] = {
        "inquiry": found,
        "form": refused,
        "quoting": form or quote_form(found, fresh=True),
        "declining": declining or DeclineForm(formdata=None),
        "message": message or MessageForm(formdata=None),
        "today": clock.now().astimezone(ZoneInfo(_zone())).date().isoformat(),
        "happened": timeline_of(session(), "inquiry", found.row.id),
    }
    return respond(PAGE, FRAGMENT, status, **shown)
