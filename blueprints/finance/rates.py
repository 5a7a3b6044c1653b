"""Rates and limits: the numbers that hold, held and will hold, and proposing another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final
from uuid import UUID

from flask import flash, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from adapters import clock
from blueprints.finance.blueprint import blueprint
from blueprints.finance.rate_forms import DatedRateForm
from blueprints.finance.rate_words import SUBJECTS, shown_value, stored, subject_of, usual_of
from trade.kernel.actor import Actor, Permission
from trade.kernel.decisions import Decision
from trade.kernel.errors import DomainError, InvalidInput
from trade.kernel.work import Call
from trade.rates.actions import approve_dated, propose_dated, reject_dated
from trade.rates.queries import DATED, dated_decisions, dated_rates, standing_rates
from trade.rates.rules import RateKind
from web.access import actor, call, requires, session
from web.decisions import KINDS, DecisionKind
from web.forms import invalid
from web.fragments import see_other
from web.translation import gettext as _
from web.translation import lazy_gettext as _l

PAGE: Final = "finance/rates.html"


@blueprint.get("/rates")
@requires(Permission.SEE_FINANCE)
def rates() -> ResponseReturnValue:
    """Show every rate and limit that holds, and every change of one."""
    return render_template(PAGE, form=_form(fresh=True), **_about())


@blueprint.post("/rates")
@requires(Permission.PREPARE_MONEY)
def propose_rates() -> ResponseReturnValue:
    """Propose another number; it waits in the inbox for a second person."""
    form = _form()
    if not form.validate() or form.day.data is None:
        return invalid(PAGE, PAGE, form, **_about())
    kind, category_id = form.subject()
    try:
        propose_dated(
            call(),
            kind,
            value=stored(kind, form.value.data),
            day=form.day.data,
            why=form.why.data or "",
            category_id=category_id,
        )
    except DomainError as error:
        form.refuse(error)
        return render_template(PAGE, form=form, **_about()), 422 if isinstance(error, InvalidInput) else 409
    flash(
        _("Proposed. It waits for a second person and holds from its day on; what was agreed before stays."), "waiting"
    )
    return see_other(url_for(".rates"))


def _form(*, fresh: bool = False) -> DatedRateForm:
    form = DatedRateForm(formdata=None) if fresh else DatedRateForm()
    form.offer(standing_rates(session(), clock.now()))
    return form


def _about() -> dict[str, Any]:
    return {
        "standing": standing_rates(session(), clock.now()),
        "history": dated_rates(session()),
        "subject_of": subject_of,
        "shown_value": shown_value,
        "usual_of": usual_of,
        "may_propose": actor().may(Permission.PREPARE_MONEY),
    }


def _waiting(session: Session, actor: Actor) -> Sequence[Decision]:
    """Those that wait, named by what they are for: numbers have no reference that somebody could read aloud."""
    return [
        replace(one, reference=str(SUBJECTS[RateKind(str(one.changes[0].now))]))
        for one in dated_decisions(session, actor)
    ]


def _approve(call: Call, rate_id: UUID, shown: bytes) -> object:
    return approve_dated(call, rate_id, shown=shown)


def _reject(call: Call, rate_id: UUID, reason: str) -> object:
    return reject_dated(call, rate_id, reason=reason)


def _page(rate_id: UUID) -> str:
    return url_for("finance.rates") + f"#rate-{rate_id}"


KINDS[DATED] = DecisionKind(_l("Rate or limit"), _waiting, _approve, _reject, _page)
