"""The seller's answer, and messages."""

from __future__ import annotations

from uuid import UUID

from flask.typing import ResponseReturnValue

from blueprints.claims.blueprint import blueprint
from blueprints.claims.cases import case_page, done
from blueprints.claims.forms import ObjectionForm, WordsForm
from blueprints.claims.sending import keep_sent
from trade.claims.actions import accept_claim, dispute_claim, send_claim_message
from trade.files.rules import FileKind
from trade.kernel.actor import Permission
from trade.kernel.errors import DomainError
from web.access import call, requires
from web.translation import gettext as _


@blueprint.post("/<uuid:claim_id>/acceptance")
@requires(Permission.SELL)
def accept(claim_id: UUID) -> ResponseReturnValue:
    """Bear a claim as its seller."""
    try:
        accept_claim(call(), claim_id)
    except DomainError as error:
        return case_page(claim_id, error=error)
    return done(claim_id, _("Accepted. The buyer has the money, and you earn that much less."))


@blueprint.post("/<uuid:claim_id>/dispute")
@requires(Permission.SELL)
def object_to(claim_id: UUID) -> ResponseReturnValue:
    """Say as its seller why a claim is wrong."""
    form = ObjectionForm()
    if not form.validate():
        return case_page(claim_id, "objection", form)
    sent = keep_sent(form.evidence, FileKind.DOCUMENT)
    if form.evidence.errors:
        return case_page(claim_id, "objection", form)
    try:
        dispute_claim(call(), claim_id, words=form.objection.data or "", files=sent)
    except DomainError as error:
        return case_page(claim_id, "objection", form, error)
    return done(claim_id, _("Sent. The platform's staff decide, and tell both sides why."), "waiting")


@blueprint.post("/<uuid:claim_id>/messages")
@requires(Permission.BUY, Permission.SELL, Permission.ADMIT)
def write(claim_id: UUID) -> ResponseReturnValue:
    """Write to the other two parties."""
    form = WordsForm()
    if not form.validate():
        return case_page(claim_id, "message", form)
    sent = keep_sent(form.files, FileKind.DOCUMENT)
    if form.files.errors:
        return case_page(claim_id, "message", form)
    send_claim_message(call(), claim_id, words=form.words.data or "", files=sent)
    return done(claim_id, "")
