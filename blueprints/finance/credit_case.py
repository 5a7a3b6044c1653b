"""One organisation's credit on one screen: its record with reasons, the line, what it owes, and what is proposed."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue

from adapters import clock
from blueprints.finance.blueprint import blueprint
from blueprints.finance.credit_forms import LineForm, StopForm, TurnDownForm, line_form, usual
from blueprints.finance.forms import RejectionForm
from trade.credit import actions, queries
from trade.credit.queries import ApplicationRow, ProposalRow, Standing
from trade.credit.rules import LineState
from trade.credit.rules.deciding import CaseState, Offered
from trade.credit.rules.default import SAMPLE, SAMPLE_BAD
from trade.credit.rules.scorecard import Record, score, suggested_limit
from trade.kernel.actor import Permission
from trade.kernel.errors import DomainError, InvalidInput, NotAllowed, NotFound
from trade.kernel.money import EXPONENTS
from trade.ordering.queries import credit_record
from trade.parties.queries import organisation_detail
from web.access import actor, call, requires, session
from web.credit_words import AGES, FACTORS, GROUNDS, TERM_KINDS
from web.decisions import CODES, KINDS, DecisionKind
from web.fragments import see_other
from web.sentences import sentence
from web.timeline import Told, told_together
from web.translation import gettext as _
from web.translation import lazy_gettext as _l

PAGE = "finance/credit_case.html"


def _page_of_proposal(proposal_id: UUID) -> str:
    organisation_id, currency = queries.proposal_owner(session(), proposal_id)
    return url_for("finance.credit_case", organisation_id=organisation_id, currency=currency)


KINDS["credit_proposal"] = DecisionKind(
    _l("Credit line"),
    queries.proposal_decisions,
    lambda call, proposal_id, shown: actions.approve_proposal(call, proposal_id, shown=shown),
    lambda call, proposal_id, reason: actions.decline_proposal(call, proposal_id, reason=reason),
    _page_of_proposal,
)
CODES.update({("term_kind", str(kind)): word for kind, word in TERM_KINDS.items()})


@blueprint.get("/credit/organisations/<uuid:organisation_id>")
@requires(Permission.SEE_FINANCE)
def credit_case(organisation_id: UUID) -> ResponseReturnValue:
    """Show all that a decision on an organisation's credit needs."""
    return _shown(organisation_id)


@blueprint.post("/credit/organisations/<uuid:organisation_id>/proposals")
@requires(Permission.PREPARE_MONEY)
def propose_line(organisation_id: UUID) -> ResponseReturnValue:
    """Propose a line or a change of one, or change the proposal that waits."""
    currency = _currency(organisation_id)
    form = LineForm(currency)
    if not form.validate():
        return _shown(organisation_id, form=form, status=422)
    record = credit_record(session(), organisation_id, currency, clock.now())
    waits = _waiting(organisation_id, currency)
    try:
        if waits is not None:
            actions.revise_proposal(call(), waits.id, offered=form.offered(), record=record)
        else:
            _propose(organisation_id, form.offered(), record)
    except InvalidInput as error:
        form.refuse(error)
        return _shown(organisation_id, form=form, status=422)
    except (NotFound, NotAllowed):
        raise
    except DomainError as error:
        return _shown(organisation_id, sentence(error), form, status=409)
    flash(_("Proposed. Another person decides on exactly this."), "waiting")
    return _back(organisation_id, currency)


@blueprint.post("/credit/organisations/<uuid:organisation_id>/proposals/<uuid:proposal_id>/withdrawal")
@requires(Permission.PREPARE_MONEY)
def withdraw_proposal(organisation_id: UUID, proposal_id: UUID) -> ResponseReturnValue:
    """Take a proposal back."""
    actions.withdraw_proposal(call(), proposal_id)
    flash(_("Taken back."), "good")
    return _back(organisation_id, _currency(organisation_id))


@blueprint.post("/credit/organisations/<uuid:organisation_id>/applications/<uuid:application_id>/rejection")
@requires(Permission.PREPARE_MONEY)
def decline_application(organisation_id: UUID, application_id: UUID) -> ResponseReturnValue:
    """Say that nothing is proposed, and why."""
    form = TurnDownForm()
    if not form.validate():
        return _shown(organisation_id, answer=form, status=422)
    actions.decline_application(call(), application_id, reason=form.answer.data or "")
    flash(_("Declined. Whoever asked reads why."), "good")
    return see_other(url_for(".credit_application_list"))


@blueprint.post("/credit/organisations/<uuid:organisation_id>/lines/<uuid:line_id>/suspension")
@requires(Permission.SEE_FINANCE)
def suspend_line(organisation_id: UUID, line_id: UUID) -> ResponseReturnValue:
    """Let a line pay nothing more."""
    form = StopForm()
    if not form.validate():
        return _shown(organisation_id, stop=form, status=422)
    actions.suspend_line(call(), line_id, reason=form.because.data or "")
    flash(_("Suspended: it pays nothing from now on."), "good")
    return _back(organisation_id, _currency(organisation_id))


@blueprint.post("/credit/organisations/<uuid:organisation_id>/lines/<uuid:line_id>/lifting")
@requires(Permission.APPROVE_MONEY)
def lift_suspension(organisation_id: UUID, line_id: UUID) -> ResponseReturnValue:
    """Let a suspended line pay again."""
    try:
        actions.lift_suspension(call(), line_id)
    except (NotFound, NotAllowed):
        raise
    except DomainError as error:
        return _shown(organisation_id, sentence(error), status=409)
    flash(_("It pays again."), "good")
    return _back(organisation_id, _currency(organisation_id))


def _propose(organisation_id: UUID, offered: Offered, record: Record) -> None:
    asked = (one for one in queries.applications_of(session(), organisation_id) if one.state is CaseState.WAITING)
    for_what = next((one.id for one in asked if one.amount.currency == offered.limit.currency), None)
    actions.propose_line(
        call(), organisation_id=organisation_id, offered=offered, record=record, application_id=for_what
    )


def _shown(
    organisation_id: UUID,
    refusal: str = "",
    form: LineForm | None = None,
    stop: StopForm | None = None,
    answer: TurnDownForm | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    currency, at = _currency(organisation_id), clock.now()
    standing = queries.standing_of(session(), organisation_id, currency, at)
    record = credit_record(session(), organisation_id, currency, at)
    proposals = queries.proposals_of(session(), organisation_id, currency)
    waits = next((one for one in proposals if one.state is CaseState.WAITING), None)
    asked = queries.applications_of(session(), organisation_id)
    application = next((one for one in asked if one.state is CaseState.WAITING), None)
    days = application.term_days if application else 30
    context: dict[str, Any] = {
        "organisation": organisation_detail(session(), actor(), organisation_id, clock.now()),
        "currency": currency,
        "standing": standing,
        "record": record,
        "score": score(record),
        "suggested": suggested_limit(record, days),
        "grounds": GROUNDS,
        "foresight": queries.foresight(
            session(), organisation_id, currency, at, term_days=days, days_here=record.days_here
        ),
        "factors": FACTORS,
        "sample": (SAMPLE, SAMPLE_BAD),
        "ages": AGES,
        "ageing": queries.ageing(session(), at, currency, organisation_id),
        "dues": queries.dues_of(session(), organisation_id, currency, at),
        "fees": queries.open_fees(session(), organisation_id, currency),
        "application": application,
        "waits": waits,
        "decided": [one for one in proposals if one.state is not CaseState.WAITING],
        "form": form or line_form(currency, _starting(standing, waits, record, days)),
        "stop": stop or StopForm(formdata=None),
        "answer": answer or TurnDownForm(formdata=None),
        "refused": stop or answer or form,
        "rejection": RejectionForm(formdata=None),
        "refusal": refusal,
        "is_mine": waits is not None and actor().person_id in waits.makers,
        "may_propose": actor().may(Permission.PREPARE_MONEY),
        "may_decide": actor().may(Permission.APPROVE_MONEY),
        "is_suspended": standing.state is LineState.SUSPENDED,
        "happened": _happened(standing, proposals, [one for one in asked if one.amount.currency == currency], currency),
    }
    return render_template(PAGE, **context), status


def _happened(
    standing: Standing, proposals: Sequence[ProposalRow], asked: Sequence[ApplicationRow], currency: str
) -> Sequence[Told]:
    """The line with all that was asked for and proposed about it, in one row of events."""
    about = {
        "credit_line": [standing.id] if standing.id else [],
        "credit_proposal": [one.id for one in proposals],
        "credit_application": [one.id for one in asked],
    }
    return told_together(session(), about, currency=currency)


def _starting(standing: Standing, waits: ProposalRow | None, record: Record, days: int) -> Offered:
    """What the form begins with: the proposal that waits, the line as it is, or what the points speak for."""
    if waits is not None:
        return waits.offered
    begun = usual(suggested_limit(record, days), days, standing.today)
    if standing.terms is None:
        return begun
    return Offered(standing.limit, standing.terms, begun.expires_on, begun.review_on)


def _waiting(organisation_id: UUID, currency: str) -> ProposalRow | None:
    proposals = queries.proposals_of(session(), organisation_id, currency)
    return next((one for one in proposals if one.state is CaseState.WAITING), None)


def _currency(organisation_id: UUID) -> str:
    asked = request.args.get("currency", "")
    return (
        asked if asked in EXPONENTS else organisation_detail(session(), actor(), organisation_id, clock.now()).currency
    )


def _back(organisation_id: UUID, currency: str) -> ResponseReturnValue:
    return see_other(url_for(".credit_case", organisation_id=organisation_id, currency=currency))
