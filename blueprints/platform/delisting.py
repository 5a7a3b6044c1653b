"""Taking sellers off the market: proposing it, deciding as a second person, and judging the appeal as a third."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, Final
from uuid import UUID

from flask import Response, flash, make_response, render_template, url_for
from flask.typing import ResponseReturnValue

from adapters import clock
from blueprints.platform.blueprint import blueprint
from blueprints.platform.forms import AppealAnswerForm, DelistingForm, DropForm
from trade.admission import actions
from trade.admission.queries import delisting_case
from trade.files.rules import FileKind
from trade.kernel.actor import Permission
from trade.kernel.errors import DomainError, InvalidInput, NotAllowed, NotFound
from trade.parties.queries import organisation_detail
from web.access import actor, call, requires, session
from web.filing import keep_several
from web.forms import Form
from web.fragments import see_other
from web.limits import limiter, person_key
from web.sentences import sentence
from web.timeline import timeline_of
from web.translation import gettext as _

PAGE: Final = "platform/delisting.html"
PROPOSALS: Final = "30 per hour"


@blueprint.get("/organisations/<uuid:organisation_id>/delisting")
@requires(Permission.ADMIT)
def new_delisting(organisation_id: UUID) -> ResponseReturnValue:
    """Ask why a seller should be taken off the market."""
    return _asked(organisation_id, DelistingForm(formdata=None))


@blueprint.post("/organisations/<uuid:organisation_id>/delisting")
@limiter.limit(PROPOSALS, key_func=person_key)
@requires(Permission.ADMIT)
def propose_delisting(organisation_id: UUID) -> ResponseReturnValue:
    """Propose it."""
    form = DelistingForm()
    if not form.validate():
        return _asked(organisation_id, form, 422)
    evidence = keep_several(form.evidence, FileKind.DOCUMENT)
    if form.evidence.errors:
        return _asked(organisation_id, form, 422)
    try:
        made = actions.propose_delisting(call(), organisation_id, reason=form.reason.data or "", evidence=evidence)
    except (NotFound, NotAllowed):
        raise
    except DomainError as error:
        form.refuse(error)
        return _asked(organisation_id, form, 422 if isinstance(error, InvalidInput) else 409)
    flash(_("Proposed. Another person decides; the seller learns nothing before."), "good")
    return see_other(url_for(".delisting", delisting_id=made))


@blueprint.get("/admissions/delistings/<uuid:delisting_id>")
@requires(Permission.OVERSEE)
def delisting(delisting_id: UUID) -> ResponseReturnValue:
    """Show one, and what the viewer may decide."""
    return _page(delisting_id)


@blueprint.post("/admissions/delistings/<uuid:delisting_id>/approval")
@requires(Permission.ADMIT)
def delist(delisting_id: UUID) -> ResponseReturnValue:
    """Agree with a proposal."""
    told = _("Taken off the market. Its people read why, and how they appeal.")
    return _done(delisting_id, lambda: actions.delist_seller(call(), delisting_id), told)


@blueprint.post("/admissions/delistings/<uuid:delisting_id>/rejection")
@requires(Permission.ADMIT)
def drop_delisting(delisting_id: UUID) -> ResponseReturnValue:
    """Decide against a proposal."""
    form = DropForm()
    if not form.validate():
        return _page(delisting_id, form)
    deed = partial(actions.drop_delisting, call(), delisting_id, reason=form.reason.data or "")
    return _done(delisting_id, deed, _("Not done. The seller goes on trading and learns nothing of it."))


@blueprint.post("/admissions/delistings/<uuid:delisting_id>/confirmation")
@requires(Permission.ADMIT)
def confirm_delisting(delisting_id: UUID) -> ResponseReturnValue:
    """Turn its appeal down."""
    return _judged(delisting_id, actions.confirm_delisting, _("Turned down. The seller reads your answer."))


@blueprint.post("/admissions/delistings/<uuid:delisting_id>/lifting")
@requires(Permission.ADMIT)
def lift_delisting(delisting_id: UUID) -> ResponseReturnValue:
    """Find its appeal right."""
    return _judged(delisting_id, actions.lift_seller, _("Lifted. The seller reads your answer."))


def _judged(delisting_id: UUID, deed: Callable[..., object], told: str) -> ResponseReturnValue:
    form = AppealAnswerForm()
    if not form.validate():
        return _page(delisting_id, form)
    return _done(delisting_id, partial(deed, call(), delisting_id, answer=form.answer.data or ""), told)


def _done(delisting_id: UUID, deed: Callable[[], object], told: str) -> ResponseReturnValue:
    try:
        deed()
    except (NotFound, NotAllowed):
        raise
    except DomainError as error:
        return _page(delisting_id, error=error)
    flash(told, "good")
    return see_other(url_for(".delisting", delisting_id=delisting_id))


def _asked(organisation_id: UUID, form: DelistingForm, status: int = 200) -> Response:
    found = organisation_detail(session(), actor(), organisation_id, clock.now())
    page = render_template("platform/new_delisting.html", organisation=found, form=form)
    return make_response(page, status)


def _page(delisting_id: UUID, form: Form | None = None, error: DomainError | None = None) -> Response:
    case = delisting_case(session(), actor(), delisting_id)
    shown: dict[str, Any] = {
        "case": case,
        "drop": form if isinstance(form, DropForm) else DropForm(formdata=None),
        "answer": form if isinstance(form, AppealAnswerForm) else AppealAnswerForm(formdata=None),
        "form": form or DropForm(formdata=None),
        "refusal": sentence(error) if error is not None else "",
        "may_decide": case.may_decide(actor()),
        "happened": timeline_of(session(), "organisation", case.seller_id),
    }
    status = 422 if form is not None else 409 if error is not None else 200
    return make_response(render_template(PAGE, **shown), status)
