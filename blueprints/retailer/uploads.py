"""Ordering from a file: choose it, say what its columns mean, look at what is wrong, put the rest into the cart."""

from __future__ import annotations

from uuid import UUID

from flask import Response, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from adapters import clock
from adapters.sheets import read_sheet
from blueprints.retailer.blueprint import blueprint
from blueprints.retailer.line_words import fault_word
from blueprints.retailer.order_pad import tell_put
from blueprints.retailer.upload_forms import MappingForm, UploadForm, mapping_form
from blueprints.retailer.upload_progress import progress_of
from trade.kernel.actor import Permission
from trade.kernel.errors import DomainError
from trade.kernel.ports import SheetRefused
from trade.pad import actions, queries
from trade.pad.rules.refusals import NothingToPut, RowsNeedAHand, TooManyGoods
from trade.pad.rules.uploads import Mapping, UploadState
from web import hx, totals
from web.access import actor, call, requires, session
from web.each import call_for
from web.fragments import see_other
from web.progress import told
from web.sentences import sentence
from web.timeline import timeline_of

REFUSALS = (NothingToPut, RowsNeedAHand, TooManyGoods)


@blueprint.get("/uploads")
@requires(Permission.BUY)
def uploads() -> ResponseReturnValue:
    """Take a file, and list the last ones."""
    return _choose(UploadForm(formdata=None))


@blueprint.post("/uploads")
@requires(Permission.BUY)
def take_upload() -> ResponseReturnValue:
    """Keep the file; where its titles say everything, check it at once."""
    form = UploadForm()
    if not form.validate():
        return _choose(form, 422)
    try:
        upload_id = actions.take_upload(call(), read_sheet, form.file_name, form.content)
        view = queries.upload_view(session(), actor(), upload_id, clock.now())
        code, quantity = view.columns.get("code"), view.columns.get("quantity")
        if code is not None and quantity is not None and not view.is_guess and view.head.state == UploadState.MAPPING:
            mapping = Mapping(code, quantity, view.columns.get("unit"), view.header_row)
            actions.map_upload(call_for(call(), "mapping"), read_sheet, upload_id, mapping)
    except SheetRefused as error:
        form.file.errors = [sentence(error)]
        return _choose(form, 422)
    return see_other(url_for(".upload", upload_id=upload_id))


@blueprint.get("/uploads/<uuid:upload_id>")
@requires(Permission.BUY)
def upload(upload_id: UUID) -> ResponseReturnValue:
    """Show how an upload stands: its columns, its rows, what is wrong with them."""
    return _page(upload_id)


@blueprint.post("/uploads/<uuid:upload_id>/mapping")
@requires(Permission.BUY)
def map_upload(upload_id: UUID) -> ResponseReturnValue:
    """Say what the columns mean, and check the rows."""
    view = queries.upload_view(session(), actor(), upload_id, clock.now())
    form = mapping_form(view)
    if not form.validate():
        return _page(upload_id, form=form, status=422)
    try:
        actions.map_upload(call(), read_sheet, upload_id, form.mapping)
    except SheetRefused as error:
        form.refuse(error)
        return _page(upload_id, form=form, status=422)
    return see_other(url_for(".upload", upload_id=upload_id))


@blueprint.get("/uploads/<uuid:upload_id>/progress")
@requires(Permission.BUY)
def upload_progress(upload_id: UUID) -> ResponseReturnValue:
    """Say how far the check is; nothing where that is known already."""
    head = queries.upload_head(session(), actor(), upload_id)
    if head.state != UploadState.CHECKING:
        return see_other(url_for(".upload", upload_id=upload_id))
    job = progress_of(head)
    if not hx.wants_fragment():
        return _page(upload_id)
    return told(job, "retailer/_upload_progress.html", head=head)


@blueprint.post("/uploads/<uuid:upload_id>/confirmation")
@requires(Permission.BUY)
def confirm_upload(upload_id: UUID) -> ResponseReturnValue:
    """Put the rows into the cart: all of them, or only the valid ones."""
    try:
        tell_put(actions.confirm_upload(call(), upload_id, valid_only=request.form.get("rows") == "valid"))
    except REFUSALS as error:
        return _page(upload_id, refusal=error, status=409)
    return see_other(url_for(".cart"))


@blueprint.post("/uploads/<uuid:upload_id>/cancellation")
@requires(Permission.BUY)
def cancel_upload(upload_id: UUID) -> ResponseReturnValue:
    """Drop an upload."""
    actions.cancel_upload(call(), upload_id)
    return see_other(url_for(".uploads"))


def _choose(form: UploadForm, status: int = 200) -> Response:
    found = queries.uploads_of(session(), actor())
    return make_response(render_template("retailer/uploads.html", form=form, uploads=found), status)


def _page(
    upload_id: UUID, *, form: MappingForm | None = None, refusal: DomainError | None = None, status: int = 200
) -> Response:
    view = queries.upload_view(session(), actor(), upload_id, clock.now())
    page = render_template(
        "retailer/upload.html",
        view=view,
        head=view.head,
        left_out=totals.told(view.left_out),
        sums=[tally.told(fault_word) for tally in view.sums],
        job=progress_of(view.head),
        form=form or mapping_form(view, is_sent=False),
        refusal=sentence(refusal) if refusal else "",
        happened=timeline_of(session(), "upload", upload_id),
    )
    return make_response(page, status)
