"""Showing one permit: its number, its last day, and the paper itself as files."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from flask import Response, flash, make_response, render_template, url_for
from flask.typing import ResponseReturnValue

from blueprints.admission.blueprint import blueprint
from blueprints.admission.forms import PermitForm
from blueprints.admission.own import layout, own_case
from trade.admission.actions import show_permit
from trade.admission.rules import DOCUMENTS_MAX, PermitKind
from trade.files.queries import FileRow, own_unattached
from trade.files.rules import FileKind
from trade.kernel.actor import Permission
from trade.kernel.errors import DomainError, InvalidInput
from web.access import actor, call, requires, session
from web.each import chosen
from web.filing import count_sent, keep_several
from web.fragments import see_other
from web.limits import limiter, person_key
from web.translation import gettext as _

PAGE: Final = "admission/permit.html"
PERMITS: Final = "60 per hour"
KINDS: Final = f"any({','.join(PermitKind)})"


@blueprint.get(f"/permits/<{KINDS}:kind>")
@requires(Permission.SHOW_PERMITS)
def permit(kind: str) -> ResponseReturnValue:
    """Ask for a permit."""
    return _page(PermitKind(kind), PermitForm(formdata=None))


@blueprint.post(f"/permits/<{KINDS}:kind>")
@limiter.limit(PERMITS, key_func=person_key)
@requires(Permission.SHOW_PERMITS)
def show(kind: str) -> ResponseReturnValue:
    """Show a permit. Files that are in order are kept though the form is refused, so that nobody sends them twice."""
    form = PermitForm()
    is_good = form.validate()
    documents = (*chosen("document_ids"), *_kept(form))
    if not is_good or form.documents.errors:
        return _page(PermitKind(kind), form, 422)
    number, until = form.number.data or "", form.until()
    try:
        show_permit(call(), PermitKind(kind), number=number, last_day=until, documents=documents)
    except DomainError as error:
        form.refuse(error)
        return _page(PermitKind(kind), form, 422 if isinstance(error, InvalidInput) else 409)
    flash(_("Kept. Our people look at it."), "good")
    return see_other(url_for(".own"))


def _kept(form: PermitForm) -> tuple[UUID, ...]:
    """Keep the files that came with the form, each under a key of its own; say at the field what is wrong with others."""
    if count_sent("documents") > DOCUMENTS_MAX:
        form.refuse(InvalidInput("documents", "documents_count", most=DOCUMENTS_MAX))
        return ()
    return keep_several(form.documents, FileKind.DOCUMENT)


def _page(kind: PermitKind, form: PermitForm, status: int = 200) -> Response:
    kept: list[FileRow] = own_unattached(session(), actor(), FileKind.DOCUMENT)
    shown = render_template(PAGE, layout=layout(), case=own_case(), kind=kind, form=form, kept=kept)
    return make_response(shown, status)
