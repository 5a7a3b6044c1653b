"""Judging permits one by one, and deciding in two stages who is let in."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from uuid import UUID

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue

from blueprints.platform.admissions import case_page
from blueprints.platform.blueprint import blueprint
from blueprints.platform.forms import AdmissionReasonForm, QuestionForm
from trade.admission import actions
from trade.kernel.actor import Permission
from trade.kernel.errors import DomainError
from web.access import call, requires
from web.fragments import see_other
from web.translation import gettext as _


@blueprint.post("/admissions/<uuid:organisation_id>/permits/<uuid:permit_id>/acceptance")
@requires(Permission.ADMIT)
def accept_permit(organisation_id: UUID, permit_id: UUID) -> ResponseReturnValue:
    """Find a permit in order."""
    return _done(organisation_id, lambda: actions.accept_permit(call(), permit_id), _("In order."))


@blueprint.post("/admissions/<uuid:organisation_id>/permits/<uuid:permit_id>/return")
@requires(Permission.ADMIT)
def return_permit(organisation_id: UUID, permit_id: UUID) -> ResponseReturnValue:
    """Say what is wrong with a permit."""
    told = _("Sent back. The organisation reads your reason.")
    form = AdmissionReasonForm(prefix=f"{permit_id.hex}-")
    return _with_reason(organisation_id, str(permit_id), form, partial(actions.return_permit, call(), permit_id), told)


@blueprint.post("/admissions/<uuid:organisation_id>/check")
@requires(Permission.ADMIT)
def check_admission(organisation_id: UUID) -> ResponseReturnValue:
    """The first stage: every permit is in order."""
    told = _("Checked. Somebody else decides now.")
    return _done(organisation_id, lambda: actions.check_admission(call(), organisation_id), told)


@blueprint.post("/admissions/<uuid:organisation_id>/approval")
@requires(Permission.ADMIT)
def approve_admission(organisation_id: UUID) -> ResponseReturnValue:
    """The second stage: let it trade, as it was shown."""
    try:
        shown = bytes.fromhex(request.form.get("shown", ""))
    except ValueError:
        shown = b""
    told = _("Admitted. It can trade from now on.")
    return _done(organisation_id, lambda: actions.approve_admission(call(), organisation_id, shown=shown), told)


@blueprint.post("/admissions/<uuid:organisation_id>/return")
@requires(Permission.ADMIT)
def send_back_admission(organisation_id: UUID) -> ResponseReturnValue:
    """Have the organisation mend something."""
    told = _("Sent back. The organisation reads your reason.")
    form = AdmissionReasonForm(prefix="back-")
    send_back = partial(actions.send_back_admission, call(), organisation_id)
    return _with_reason(organisation_id, "back", form, send_back, told)


@blueprint.post("/admissions/<uuid:organisation_id>/refusal")
@requires(Permission.ADMIT)
def refuse_admission(organisation_id: UUID) -> ResponseReturnValue:
    """Turn it down."""
    told = _("Refused. The organisation reads your reason and may apply again.")
    form = AdmissionReasonForm(prefix="refusal-")
    refuse = partial(actions.refuse_admission, call(), organisation_id)
    return _with_reason(organisation_id, "refusal", form, refuse, told)


@blueprint.post("/admissions/<uuid:organisation_id>/trial/pass")
@requires(Permission.ADMIT)
def pass_trial(organisation_id: UUID) -> ResponseReturnValue:
    """End a trial well."""
    told = _("Passed. It takes any number of orders now, and may offer pools.")
    return _done(organisation_id, lambda: actions.pass_trial(call(), organisation_id), told)


@blueprint.post("/admissions/<uuid:organisation_id>/trial/extension")
@requires(Permission.ADMIT)
def extend_trial(organisation_id: UUID) -> ResponseReturnValue:
    """Let a trial run longer."""
    form = AdmissionReasonForm(prefix="longer-")
    deed = partial(actions.extend_trial, call(), organisation_id)
    return _with_reason(organisation_id, "longer", form, deed, _("The trial goes on. The seller reads your reason."))


@blueprint.post("/admissions/<uuid:organisation_id>/trial/end")
@requires(Permission.ADMIT)
def end_trial(organisation_id: UUID) -> ResponseReturnValue:
    """End a trial badly."""
    form = AdmissionReasonForm(prefix="end-")
    deed = partial(actions.end_trial, call(), organisation_id)
    return _with_reason(organisation_id, "end", form, deed, _("Ended. The seller is suspended and reads your reason."))


@blueprint.post("/admissions/<uuid:organisation_id>/messages")
@requires(Permission.ADMIT)
def ask_applicant(organisation_id: UUID) -> ResponseReturnValue:
    """Ask the organisation something."""
    form = QuestionForm()
    if not form.validate():
        return case_page(organisation_id, "question", form)
    words = form.words.data or ""
    told = _("Sent.")
    return _done(organisation_id, lambda: actions.send_admission_message(call(), organisation_id, words=words), told)


def _with_reason(
    organisation_id: UUID, place: str, form: AdmissionReasonForm, deed: Callable[..., object], told: str
) -> ResponseReturnValue:
    """Do what needs a reason; one that is missing is asked for at its ``place`` on the page."""
    if not form.validate():
        return case_page(organisation_id, place, form)
    return _done(organisation_id, partial(deed, reason=form.reason.data or ""), told)


def _done(organisation_id: UUID, deed: Callable[[], object], told: str) -> ResponseReturnValue:
    try:
        deed()
    except DomainError as error:
        return case_page(organisation_id, error=error)
    flash(told, "good")
    return see_other(url_for(".admission", organisation_id=organisation_id))
