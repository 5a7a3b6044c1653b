"""My line: what it pays, what is due when, paying it back, asking for one, and the statement of account."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from flask import Response, flash, make_response, render_template, url_for
from flask.typing import ResponseReturnValue

from adapters import clock
from blueprints.retailer.blueprint import blueprint
from blueprints.retailer.credit_forms import ApplicationForm, RepaymentForm
from trade.credit import queries
from trade.credit.actions import apply_for_credit, repay, withdraw_application
from trade.credit.queries import AccountLine
from trade.credit.rules import NothingOwed
from trade.credit.rules.deciding import CaseOpen, CaseState
from trade.kernel.actor import Permission
from trade.kernel.errors import DomainError, InvalidInput
from trade.kernel.money import Money
from trade.ledger.actions import LimitExceeded
from trade.ledger.queries import balances
from trade.ledger.rules import AccountKind
from trade.parties.queries import pay_in
from web.access import actor, call, requires, session, viewer
from web.credit_words import MOVEMENTS
from web.days import span_asked
from web.filters import money
from web.fragments import see_other
from web.sentences import sentence
from web.sheets import KINDS, Cell, list_answer
from web.translation import gettext as _


@blueprint.get("/credit")
@requires(Permission.SEE_PURCHASES)
def credit() -> ResponseReturnValue:
    """Show the line, and what is due when."""
    return _page()


@blueprint.post("/credit/repayments")
@requires(Permission.BUY)
def repay_credit() -> ResponseReturnValue:
    """Pay back from the wallet, the oldest first."""
    form = RepaymentForm(_currency())
    if not form.validate():
        return _page(form, status=422)
    try:
        repaid = repay(call(), amount=form.amount.data)
    except (NothingOwed, LimitExceeded) as error:
        return _page(form, error, 409)
    paid = repaid.invoices + repaid.fees
    flash(_("Paid: %(amount)s from your wallet.", amount=money(paid)), "good")
    return see_other(url_for(".credit"))


@blueprint.get("/credit/application")
@requires(Permission.APPROVE_PURCHASES)
def new_application() -> ResponseReturnValue:
    """Ask how much credit is wanted, and for how long."""
    return _application_page(ApplicationForm(_currency(), fresh=True))


@blueprint.post("/credit/applications")
@requires(Permission.APPROVE_PURCHASES)
def apply() -> ResponseReturnValue:
    """Ask for a line, or for a higher one."""
    form = ApplicationForm(_currency())
    if not form.validate():
        return _application_page(form, status=422)
    try:
        apply_for_credit(
            call(),
            amount=form.amount.data,
            term_days=int(form.term_days.data),
            note=form.note.data or "",
            documents=form.documents.data or "",
        )
    except InvalidInput as error:
        form.refuse(error)
        return _application_page(form, status=422)
    except CaseOpen as error:
        return _application_page(form, error, 409)
    flash(_("Asked. Our finance people look at it; the answer will be here."), "good")
    return see_other(url_for(".credit"))


@blueprint.post("/credit/applications/<uuid:application_id>/withdrawal")
@requires(Permission.APPROVE_PURCHASES)
def withdraw_credit_application(application_id: UUID) -> ResponseReturnValue:
    """Take back what was asked for."""
    withdraw_application(call(), application_id)
    flash(_("Taken back."), "good")
    return see_other(url_for(".credit"))


@blueprint.get("/credit/statement")
@requires(Permission.SEE_PURCHASES)
def credit_statement() -> ResponseReturnValue:
    """Show what was owed, each change of it, and what is owed; also for the printer."""
    first, last = _days()
    found = queries.account(session(), actor().organisation, _currency(), first, last)
    return render_template("retailer/credit_statement.html", account=found, words=MOVEMENTS, name=_name())


@blueprint.get(f"/credit/statement.<{KINDS}:kind>")
@requires(Permission.SEE_PURCHASES)
def credit_statement_file(kind: str) -> Response:
    """Answer the statement of account as a file."""
    first, last = _days()
    found = queries.account(session(), actor().organisation, _currency(), first, last)
    header = [_("When"), _("What"), _("Invoice"), _("Order"), _("Amount"), _("Owed then"), _("Currency")]
    return list_answer(kind, f"statement-{first}-{last}", _("Statement of account"), header, map(_cells, found.lines))


def _cells(line: AccountLine) -> Sequence[Cell]:
    what = str(MOVEMENTS[line.kind])
    return line.at, what, line.reference, line.order_reference, line.amount, line.after, line.amount.currency


def _page(form: RepaymentForm | None = None, refusal: DomainError | None = None, status: int = 200) -> Response:
    at, currency, owner = clock.now(), _currency(), actor().organisation
    standing = queries.standing_of(session(), owner, currency, at)
    dues = queries.dues_of(session(), owner, currency, at)
    fees = queries.open_fees(session(), owner, currency)
    due_now = Money.sum((due.open for due in dues if due.days_late >= 0), currency) + fees
    owed = standing.used + fees
    asked = queries.applications_of(session(), owner)
    held = {amount.currency: amount for amount in balances(session(), AccountKind.WALLET, owner)}
    wallet = held.get(currency, Money.zero(currency))
    shown: dict[str, Any] = {
        "standing": standing,
        "dues": dues,
        "fees": fees,
        "late_rate": queries.late_rate(session(), standing.today),
        "due_now": due_now,
        "owed": owed,
        "wallet": wallet,
        "pay_in": pay_in(session(), actor()),
        "waiting": next((one for one in asked if one.state is CaseState.WAITING), None),
        "answered": next((one for one in asked if one.state is CaseState.DECLINED), None),
        "form": form or RepaymentForm(currency, fresh=due_now or owed),
        "refusal": sentence(refusal) if refusal else "",
        "may_apply": actor().may(Permission.APPROVE_PURCHASES),
        "may_pay": actor().may(Permission.BUY),
    }
    return make_response(render_template("retailer/credit.html", **shown), status)


def _application_page(form: ApplicationForm, refusal: DomainError | None = None, status: int = 200) -> Response:
    said = sentence(refusal) if refusal else ""
    return make_response(render_template("retailer/credit_application.html", form=form, refusal=said), status)


def _currency() -> str:
    who = viewer()
    assert who is not None
    return who.currency


def _name() -> str:
    who = viewer()
    return who.organisation_name if who is not None else ""


def _days() -> tuple[date, date]:
    """The days that were asked for."""
    return span_asked(queries.standing_of(session(), actor().organisation, _currency(), clock.now()).today)
