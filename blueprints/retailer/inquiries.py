"""Asking sellers for a price of their own, and ordering what they quote."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response, flash, make_response, render_template, url_for
from flask.typing import ResponseReturnValue

from adapters import clock
from blueprints.retailer.blueprint import blueprint
from blueprints.retailer.checkout import REFUSALS
from blueprints.retailer.inquiry_forms import AcceptanceForm, InquiryForm, MessageForm, acceptance_form
from blueprints.retailer.purse import Purse, purse
from trade.files.rules import FileKind
from trade.kernel.actor import Permission
from trade.kernel.errors import DomainError, MoveRefused, NotFound
from trade.ordering.queries import product_sheet
from trade.ordering.rules import ApproverLimited, DayRefused
from trade.parties.queries import addresses
from trade.quoting import actions, queries
from trade.quoting.loading import asked_by
from trade.quoting.rules import AcceptanceWaits, QuantityNotQuoted, QuoteExpired, QuoteReplaced, SellerSuspended
from web.access import actor, call, requires, session
from web.filing import keep_chosen
from web.fragments import see_other
from web.sentences import sentence
from web.timeline import timeline_of
from web.translation import gettext as _

ACCEPTANCE_REFUSALS = (
    *REFUSALS,
    AcceptanceWaits,
    ApproverLimited,
    DayRefused,
    MoveRefused,
    QuoteExpired,
    QuoteReplaced,
    SellerSuspended,
)


@blueprint.get("/inquiries")
@requires(Permission.BUY, Permission.APPROVE_PURCHASES)
def inquiries() -> str:
    """List what sellers were asked, what moved last first."""
    rows = queries.inquiries(session(), asked_by(actor()), clock.now())
    return render_template("retailer/inquiries.html", rows=rows)


@blueprint.get("/products/<uuid:sku_id>/inquiry")
@requires(Permission.BUY)
def new_inquiry(sku_id: UUID) -> ResponseReturnValue:
    """Ask how many, and what shall be different."""
    return _new_page(sku_id, InquiryForm(formdata=None))


@blueprint.post("/products/<uuid:sku_id>/inquiry")
@requires(Permission.BUY)
def ask_for_quote(sku_id: UUID) -> ResponseReturnValue:
    """Ask the seller of a product for a quote."""
    form = InquiryForm()
    if not form.validate():
        return _new_page(sku_id, form, 422)
    drawing = keep_chosen(form.drawing, FileKind.DOCUMENT)
    if form.drawing.errors:
        return _new_page(sku_id, form, 422)
    wanted = [actions.Wanted(sku_id, form.quantity.data, form.wish.data or "")]
    try:
        inquiry_id = actions.ask_for_quote(call(), wanted, wanted_on=form.wanted_on.data, file_id=drawing)
    except DayRefused as error:
        form.wanted_on.errors = [sentence(error)]
        return _new_page(sku_id, form, 422)
    flash(_("Asked. The seller's answer will be here."), "good")
    return see_other(url_for(".inquiry", inquiry_id=inquiry_id))


@blueprint.get("/inquiries/<uuid:inquiry_id>")
@requires(Permission.BUY, Permission.APPROVE_PURCHASES)
def inquiry(inquiry_id: UUID) -> ResponseReturnValue:
    """Show one inquiry with the seller's newest quote."""
    return _inquiry_page(_asked(inquiry_id))


@blueprint.post("/inquiries/<uuid:inquiry_id>/acceptance")
@requires(Permission.BUY, Permission.APPROVE_PURCHASES)
def accept_quote(inquiry_id: UUID) -> ResponseReturnValue:
    """Order what was quoted."""
    found = _asked(inquiry_id)
    form = acceptance_form(found, _purse(found), fresh=False)
    if not form.validate():
        return _inquiry_page(found, form=form, status=422)
    try:
        accepted = actions.accept_quote(
            call(),
            inquiry_id,
            version=form.shown_version,
            quantities=form.quantities(),
            address_id=form.address_id,
            note=form.note.data or "",
            requested_on=found.wanted_on if found.wanted_on and found.wanted_on > clock.now().date() else None,
            means=form.pays_by,
        )
    except QuantityNotQuoted as error:
        form.refuse_at_line(error)
        return _inquiry_page(found, form=form, status=422)
    except NotFound:
        form.address.errors = [_("This address is not on your list any more. Choose another.")]
        return _inquiry_page(found, form=form, status=422)
    except ACCEPTANCE_REFUSALS as error:
        now = _asked(inquiry_id)
        kept = form if now.row.version == form.shown_version else None  # a newer quote is looked at first
        return _inquiry_page(now, form=kept, refusal=error, status=409)
    if accepted.order_id is None:
        flash(_("This goes beyond your spending limits: it waits until somebody else here approves it."), "waiting")
        return see_other(url_for(".inquiry", inquiry_id=inquiry_id))
    return see_other(url_for(".placed", order_id=accepted.order_id))


@blueprint.post("/inquiries/<uuid:inquiry_id>/withdrawal")
@requires(Permission.BUY)
def withdraw_inquiry(inquiry_id: UUID) -> ResponseReturnValue:
    """Ask no more."""
    actions.withdraw_inquiry(call(), inquiry_id)
    flash(_("Taken back. The seller has been told."), "good")
    return see_other(url_for(".inquiries"))


@blueprint.post("/inquiries/<uuid:inquiry_id>/messages")
@requires(Permission.BUY)
def write_to_seller(inquiry_id: UUID) -> ResponseReturnValue:
    """Write to the seller."""
    found, form = _asked(inquiry_id), MessageForm()
    if not form.validate():
        return _inquiry_page(found, message=form, status=422)
    drawing = keep_chosen(form.drawing, FileKind.DOCUMENT)
    if form.drawing.errors:
        return _inquiry_page(found, message=form, status=422)
    actions.send_message(call(), inquiry_id, text=form.text.data or "", file_id=drawing)
    return see_other(url_for(".inquiry", inquiry_id=inquiry_id))


def _asked(inquiry_id: UUID) -> queries.InquiryDetail:
    """Return an inquiry that the organisation made; one that it was sent is shown elsewhere."""
    found = queries.inquiry_detail(session(), actor(), inquiry_id, clock.now())
    if found.buyer_id != actor().organisation_id:
        raise NotFound("inquiry", inquiry_id)
    return found


def _purse(found: queries.InquiryDetail) -> Purse | None:
    """What can pay the newest quote; nothing before there is one."""
    return purse(found.total.currency, clock.now()) if found.total is not None else None


def _new_page(sku_id: UUID, form: InquiryForm, status: int = 200) -> Response:
    row = product_sheet(session(), actor(), sku_id, clock.now())
    return make_response(render_template("retailer/inquiry_new.html", row=row, form=form), status)


def _inquiry_page(
    found: queries.InquiryDetail,
    *,
    form: AcceptanceForm | None = None,
    message: MessageForm | None = None,
    refusal: DomainError | None = None,
    status: int = 200,
) -> Response:
    acceptance = form or acceptance_form(found, _purse(found), fresh=True)
    kept = addresses(session(), actor())
    acceptance.offer(kept)
    shown: dict[str, Any] = {
        "inquiry": found,
        "form": message if message is not None else acceptance,
        "acceptance": acceptance,
        "message": message or MessageForm(formdata=None),
        "addresses": kept,
        "refusal": sentence(refusal) if refusal else "",
        "history": timeline_of(
            session(), "inquiry", found.row.id, currency=found.total.currency if found.total else ""
        ),
    }
    return make_response(render_template("retailer/inquiry.html", **shown), status)
