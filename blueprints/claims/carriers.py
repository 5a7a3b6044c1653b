"""Carriers: which there are, what each owes for the claims that it bears, and what is given up of that by two people."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue

from blueprints.claims.blueprint import blueprint
from blueprints.claims.forms import CarrierForm, LossForm, RefusalForm
from trade.claims.actions import approve_loss, name_carrier, propose_loss, reject_loss
from trade.claims.queries import LOSS, carried, carriers, loss_decisions
from trade.kernel.actor import Permission
from trade.kernel.errors import DomainError, NotAllowed, NotFound
from web import portals
from web.access import call, requires, session
from web.decisions import KINDS, DecisionKind
from web.forms import Form, of_each
from web.fragments import see_other
from web.sentences import sentence
from web.translation import gettext as _
from web.translation import lazy_gettext as _l

SEES: Final = (Permission.ADMIT, Permission.SEE_FINANCE)


@blueprint.get("/carriers")
@requires(*SEES)
def carrier_list() -> ResponseReturnValue:
    """Show the carriers and the claims that they bear."""
    return _page()


@blueprint.post("/carriers")
@requires(Permission.ADMIT)
def add_carrier() -> ResponseReturnValue:
    """Write down a carrier."""
    form = CarrierForm()
    if not form.validate():
        return _page(422, form=form)
    try:
        name_carrier(call(), name=form.name.data or "")
    except DomainError as error:
        return _refused(error, form=form)
    flash(_("Added: it can bear claims from now on."), "good")
    return see_other(url_for(".carrier_list"))


@blueprint.post("/<uuid:claim_id>/loss")
@requires(Permission.PREPARE_MONEY)
def propose_to_give_up(claim_id: UUID) -> ResponseReturnValue:
    """Propose to give up what a carrier still owes for a claim."""
    form = LossForm()
    if not form.validate():
        return _page(422, loss_form=form, about=claim_id)
    try:
        propose_loss(call(), claim_id, note=form.note.data or "")
    except DomainError as error:
        return _refused(error)
    flash(_("Proposed. Another person decides on it now."), "waiting")
    return see_other(url_for(".carrier_list"))


@blueprint.post("/losses/<uuid:loss_id>/approval")
@requires(Permission.APPROVE_MONEY)
def give_up(loss_id: UUID) -> ResponseReturnValue:
    """Give up exactly what was shown."""
    try:
        approve_loss(call(), loss_id, shown=_shown())
    except DomainError as error:
        return _refused(error)
    flash(_("Given up: the platform bears it now."), "good")
    return see_other(url_for(".carrier_list"))


@blueprint.post("/losses/<uuid:loss_id>/rejection")
@requires(Permission.APPROVE_MONEY)
def keep_asking(loss_id: UUID) -> ResponseReturnValue:
    """Keep what a carrier owes."""
    form = RefusalForm()
    if not form.validate():
        return _page(422, refusal_form=form, about=loss_id)
    try:
        reject_loss(call(), loss_id, reason=form.reason.data or "")
    except DomainError as error:
        return _refused(error)
    flash(_("Rejected: the carrier owes it still."), "good")
    return see_other(url_for(".carrier_list"))


def _shown() -> bytes:
    try:
        return bytes.fromhex(request.form.get("shown", ""))
    except ValueError:
        return b""


def _refused(error: DomainError, form: Form | None = None) -> ResponseReturnValue:
    if isinstance(error, (NotFound, NotAllowed)):
        raise error
    if form is not None:
        form.refuse(error)
        return _page(409, form=form)
    return _page(409, refusal=sentence(error))


def _page(
    status: int = 200,
    *,
    form: Form | None = None,
    loss_form: LossForm | None = None,
    refusal_form: RefusalForm | None = None,
    about: UUID | None = None,
    refusal: str = "",
) -> ResponseReturnValue:
    """Show the page; a form that was sent stands at the claim or proposal it is ``about``."""
    context: dict[str, Any] = {
        "layout": portals.frame(), "carriers": carriers(session()), "rows": carried(session()), "refusal": refusal,
        "form": form or CarrierForm(formdata=None),
        "loss_forms": of_each(LossForm, loss_form, about), "refusal_forms": of_each(RefusalForm, refusal_form, about),
        "loss_form": loss_form or LossForm(formdata=None), "refusal_form": refusal_form or RefusalForm(formdata=None),
    }  # fmt: skip
    return render_template("claims/carriers.html", **context), status


KINDS[LOSS] = DecisionKind(
    _l("Owed by a carrier, to be given up"),
    loss_decisions,
    lambda call, loss_id, shown: approve_loss(call, loss_id, shown=shown),
    lambda call, loss_id, reason: reject_loss(call, loss_id, reason=reason),
    lambda _loss_id: url_for("claims.carrier_list"),
)
