"""Credit at a glance: lines with what they owe, applications, and everything that is open by age."""

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue

from adapters import clock
from blueprints.finance.blueprint import blueprint
from trade.credit import queries
from trade.credit.queries import ApplicationRow, Due, LineRow
from trade.credit.rules import LineState
from trade.credit.rules.deciding import CaseState
from trade.kernel.actor import Permission
from trade.kernel.money import EXPONENTS
from web.access import requires, session, viewer
from web.credit_words import AGES
from web.sheets import KINDS, Cell, all_rows, csv_answer, list_answer, workbook_answer
from web.translation import gettext as _
from web.translation import lazy_gettext as _l
from web.words import state_word

LINES_SHOWN: Final = 500
ONLY: Final = {"": _l("All"), "overdue": _l("With something overdue"), "review": _l("To be looked at again")}


@blueprint.get("/credit")
@requires(Permission.SEE_FINANCE)
def credit_line_list() -> ResponseReturnValue:
    """Show the lines in a currency, the largest exposure first, with what all of them come to."""
    currency, at = _currency(), clock.now()
    rows = _lines(LINES_SHOWN + 1)
    return render_template(
        "finance/credit_lines.html",
        rows=rows[:LINES_SHOWN],
        more=len(rows) > LINES_SHOWN,
        whole=queries.exposure(session(), at, currency),
        currency=currency,
        currencies=queries.line_currencies(session()),
        currency_options=[(code, code) for code in queries.line_currencies(session())],
        state=request.args.get("state", ""),
        only=request.args.get("only", ""),
        states=[("", _("Any state")), *((str(one), state_word(one, "credit").word) for one in LineState)],
        onlys=[(value, str(label)) for value, label in ONLY.items()],
        view=_view(),
    )


@blueprint.get("/credit/lines.csv")
@requires(Permission.SEE_FINANCE)
def credit_lines_csv() -> Response:
    """Answer exactly this list of lines as a file."""
    return csv_answer("credit-lines", _line_header(), map(_line_cells, _lines()))


@blueprint.get("/credit/lines.xlsx")
@requires(Permission.SEE_FINANCE)
def credit_lines_xlsx() -> Response:
    """Answer exactly this list of lines as a workbook."""
    return workbook_answer("credit-lines", _("Credit lines"), _line_header(), map(_line_cells, _lines()))


@blueprint.get("/credit/applications")
@requires(Permission.SEE_FINANCE)
def credit_application_list() -> ResponseReturnValue:
    """Show who asks for credit, the oldest first; or what became of those who asked."""
    state = _case_state()
    rows = queries.applications(session(), state=state)
    return render_template("finance/credit_applications.html", rows=rows, state=state, states=list(CaseState))


@blueprint.get(f"/credit/applications.<{KINDS}:kind>")
@requires(Permission.SEE_FINANCE)
def credit_applications_file(kind: str) -> Response:
    """Answer exactly this list of applications as a file, with what was said and answered."""
    rows = queries.applications(session(), state=_case_state())
    cells = map(_application_cells, rows)
    return list_answer(kind, "credit-applications", _("Credit applications"), _application_header(), cells)


@blueprint.get("/credit/open")
@requires(Permission.SEE_FINANCE)
def credit_open_list() -> ResponseReturnValue:
    """Show everything that is open, the oldest first, and how much there is of each age."""
    currency, at, age = _currency(), clock.now(), _age()
    page = queries.dues_after(session(), at, currency=currency, age=age, cursor=request.args.get("cursor"))
    return render_template(
        "finance/credit_open.html",
        page=page,
        ageing=list(enumerate(queries.ageing(session(), at, currency))),
        ages=AGES,
        age=age,
        currency=currency,
        currencies=queries.line_currencies(session()),
        view=_view(),
    )


@blueprint.get("/credit/open.csv")
@requires(Permission.SEE_FINANCE)
def credit_open_csv() -> Response:
    """Answer exactly this list of what is open as a file."""
    return csv_answer("credit-open", _due_header(), map(_due_cells, _all_dues()))


@blueprint.get("/credit/open.xlsx")
@requires(Permission.SEE_FINANCE)
def credit_open_xlsx() -> Response:
    """Answer exactly this list of what is open as a workbook."""
    return workbook_answer("credit-open", _("Open invoices"), _due_header(), map(_due_cells, _all_dues()))


def waiting() -> int:
    """Count the applications that wait for a proposal or a refusal."""
    return queries.applications_waiting(session())


def _currency() -> str:
    asked = request.args.get("currency", "")
    if asked in EXPONENTS:
        return asked
    who = viewer()
    known = queries.line_currencies(session())
    own = who.currency if who is not None else ""
    return own if own in known or not known else known[0]


def _case_state() -> CaseState:
    asked = request.args.get("state", CaseState.WAITING)
    return CaseState(asked) if asked in set(CaseState) else CaseState.WAITING


def _lines(limit: int | None = None) -> Sequence[LineRow]:
    asked = request.args.get("state", "")
    state = LineState(asked) if asked in set(LineState) else None
    only = request.args.get("only", "")
    return queries.credit_lines(session(), clock.now(), currency=_currency(), state=state, only=only, limit=limit)


def _age() -> int | None:
    age = request.args.get("age", type=int)
    return age if age is not None and 0 <= age < len(AGES) else None


def _all_dues() -> Any:
    at, owner = clock.now(), request.args.get("organisation", type=UUID)
    of: dict[str, Any] = {"currency": _currency(), "age": _age(), "organisation_id": owner}
    return all_rows(lambda cursor: queries.dues_after(session(), at, **of, cursor=cursor))


def _view() -> dict[str, str]:
    """What narrows the list down, for the links to it and to its files."""
    named = {name: request.args.get(name, "") for name in ("state", "only", "age")}
    return {"currency": _currency(), **{name: value for name, value in named.items() if value}}


def _line_header() -> list[str]:
    return [
        _("Organisation"), _("Limit"), _("Owed"), _("Promised"), _("Overdue"), _("Used, per cent"), _("State"),
        _("Holds until"), _("Look at it again on"), _("Currency"),
    ]  # fmt: skip


def _line_cells(row: LineRow) -> Sequence[Cell]:
    return (
        row.organisation_name, row.limit, row.used, row.reserved, row.overdue, row.utilisation,
        state_word(row.state, "credit").word, row.expires_on.isoformat(), row.review_on.isoformat(), row.limit.currency,
    )  # fmt: skip


def _application_header() -> list[str]:
    return [
        _("Application"), _("Organisation"), _("Limit asked for"), _("Currency"), _("Time to pay"), _("State"),
        _("Applied on"), _("Decided on"), _("In their words"), _("Documents"), _("Reason"),
    ]  # fmt: skip


def _application_cells(row: ApplicationRow) -> Sequence[Cell]:
    return (
        row.reference, row.organisation_name, row.amount, row.amount.currency, row.term_days,
        state_word(row.state, "credit_case").word, row.asked_at, row.decided_at, row.note, row.documents, row.reason,
    )  # fmt: skip


def _due_header() -> list[str]:
    return [
        _("Organisation"), _("Invoice"), _("Order"), _("Issued"), _("Due"), _("Days late"), _("Age"), _("Amount"),
        _("Still open"), _("Currency"),
    ]  # fmt: skip


def _due_cells(row: Due) -> Sequence[Cell]:
    return (
        row.organisation_name, row.reference, row.order_reference, row.issued_on.isoformat(), row.due_on.isoformat(),
        max(row.days_late, 0), str(AGES[row.age]), row.amount, row.open, row.open.currency,
    )  # fmt: skip
