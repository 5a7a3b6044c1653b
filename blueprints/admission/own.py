"""The organisation's own page: where its admission stands, what is lacking, what was said."""

from __future__ import annotations

from typing import Any, Final

from flask import Response, flash, make_response, render_template, url_for
from flask.typing import ResponseReturnValue

from adapters import clock
from blueprints.admission.blueprint import blueprint
from blueprints.admission.forms import AppealForm, DescriptionForm, MessageForm
from trade.admission.actions import describe_organisation, send_admission_message, submit_admission
from trade.admission.actions.showing import WRITABLE
from trade.admission.queries import AdmissionCase, admission_case, delisting_of, trial_of
from trade.kernel.actor import Permission
from trade.kernel.errors import DomainError, InvalidInput
from trade.parties.rules import ASKING
from web import portals
from web.access import actor, call, requires, session, viewer
from web.forms import Form
from web.fragments import see_other
from web.sentences import sentence
from web.timeline import timeline_of
from web.translation import gettext as _

PAGE: Final = "admission/own.html"


@blueprint.get("")
@requires(Permission.SHOW_PERMITS)
def own() -> ResponseReturnValue:
    """Show where the admission stands."""
    return page()


@blueprint.get("/description")
@requires(Permission.SHOW_PERMITS)
def description() -> ResponseReturnValue:
    """Ask what the organisation is."""
    case = own_case()
    form = DescriptionForm(formdata=None, obj=case)
    return _description(form)


@blueprint.post("/description")
@requires(Permission.SHOW_PERMITS)
def describe() -> ResponseReturnValue:
    """Keep what the organisation is."""
    form = DescriptionForm()
    form.offer()
    if not form.validate():
        return _description(form, 422)
    try:
        describe_organisation(call(), form.sheet())
    except DomainError as error:
        form.refuse(error)
        return _description(form, 422 if isinstance(error, InvalidInput) else 409)
    flash(_("Saved."), "good")
    return see_other(url_for(".own"))


@blueprint.post("/submission")
@requires(Permission.SHOW_PERMITS)
def submit() -> ResponseReturnValue:
    """Ask the platform to look."""
    try:
        submit_admission(call())
    except DomainError as error:
        return page(error=error)
    flash(_("Sent. Two of our people look at it, one after the other; you hear from us here and by letter."), "good")
    return see_other(url_for(".own"))


@blueprint.post("/messages")
@requires(Permission.SHOW_PERMITS)
def write() -> ResponseReturnValue:
    """Write to the platform's people."""
    form = MessageForm()
    if not form.validate():
        return page(form)
    send_admission_message(call(), actor().organisation, words=form.words.data or "")
    return see_other(url_for(".own"))


def own_case() -> AdmissionCase:
    """Return the admission of the viewer's organisation."""
    return admission_case(session(), actor(), actor().organisation, clock.now())


def layout() -> str:
    """Return the frame: one's portal's, once there is one."""
    who = viewer()
    return "layouts/plain.html" if who is None or who.state in ASKING else portals.frame()


def page(form: Form | None = None, error: DomainError | None = None) -> Response:
    """Draw the page; with a form that was refused, or why something else was."""
    case, now = own_case(), clock.now()
    delisting = delisting_of(session(), actor(), case.organisation_id)
    message = form if isinstance(form, MessageForm) else MessageForm(formdata=None)
    shown: dict[str, Any] = {
        "form": message,
        "appeal_form": form if isinstance(form, AppealForm) else AppealForm(formdata=None, prefix="appeal-"),
        "refused": form or message,
        "refusal": sentence(error) if error else "",
        "is_writable": case.state in WRITABLE,
        "trial": trial_of(session(), case.organisation_id, now),
        "delisting": delisting,
        "may_appeal": delisting is not None and delisting.may_appeal(now),
        "happened": timeline_of(session(), "organisation", case.organisation_id),
    }
    status = 422 if form or isinstance(error, InvalidInput) else 409 if error else 200
    return make_response(render_template(PAGE, layout=layout(), case=case, **shown), status)


def _description(form: DescriptionForm, status: int = 200) -> Response:
    form.offer()
    return make_response(render_template("admission/description.html", layout=layout(), form=form), status)
