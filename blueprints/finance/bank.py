"""The bank's papers: uploaded, looked at, taken in; and how its balance stands beside our books."""

from typing import Any, Final
from uuid import UUID

from flask import flash, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from adapters.bank import plain_of, read_bank_file, reading_of
from blueprints.finance.bank_words import DEEDS, KINDS, STOPS, WHYS
from blueprints.finance.blueprint import blueprint
from trade.banking import actions, queries
from trade.banking.ports import BankReading, FileKind
from trade.banking.queries import PaperRow
from trade.banking.refusing import refusal_of
from trade.banking.taking import READ_AT_ONCE, PaperState
from trade.kernel.actor import Permission
from trade.kernel.errors import DomainError, NotAllowed, NotFound
from trade.kernel.money import Money
from web import hx
from web.access import actor, call, requires, session
from web.fragments import see_other
from web.progress import Progress, told
from web.sentences import sentence
from web.timeline import timeline_of
from web.translation import gettext as _
from web.translation import ngettext

PAGE, PAPER = "finance/bank.html", "finance/bank_paper.html"
_JOBS: Final = (PaperState.READING, PaperState.TAKING, PaperState.STOPPED, PaperState.TAKEN)
"""Where a page asks how far a job is."""
_CANCELLABLE: Final = (PaperState.READING, PaperState.REFUSED, PaperState.SHOWN)


@blueprint.get("/bank")
@requires(Permission.SEE_FINANCE)
def bank() -> ResponseReturnValue:
    """Show the statements that were taken in, and the bank's balance beside ours."""
    return render_template(PAGE, **_standing())


@blueprint.post("/bank/papers")
@requires(Permission.PREPARE_MONEY)
def upload_bank_paper() -> ResponseReturnValue:
    """Read a file of the bank's and show what it says, or let a job read a large one; nothing is booked."""
    file = request.files.get("file")
    content = file.read() if file is not None else b""
    if file is None or not file.filename:
        return render_template(PAGE, **_standing(_("Choose a file of the bank's."))), 422
    try:
        paper_id = _kept(file.filename, content)
    except NotAllowed:
        raise
    except DomainError as error:
        return render_template(PAGE, **_standing(sentence(error))), 422
    return see_other(url_for(".bank_paper", bank_paper_id=paper_id))


@blueprint.get("/bank/papers/<uuid:bank_paper_id>")
@requires(Permission.SEE_FINANCE)
def bank_paper(bank_paper_id: UUID) -> ResponseReturnValue:
    """Show what a file says, or how far a job has read it or taken it in; asked again by its page every two seconds until that is over."""
    if not hx.wants_fragment():
        page = make_response(render_template(PAPER, **_about(bank_paper_id)))
        page.vary.add("HX-Request")
        return page
    row = queries.paper(session(), bank_paper_id)
    if row.state not in _JOBS:
        return see_other(url_for(".bank_paper", bank_paper_id=bank_paper_id))
    return told(_progress(row), "finance/_paper_taking.html", **_job_of(row))


@blueprint.post("/bank/papers/<uuid:bank_paper_id>/taking")
@requires(Permission.PREPARE_MONEY)
def take_bank_paper(bank_paper_id: UUID) -> ResponseReturnValue:
    """Take a file in: book what is certain, let the rest wait."""
    try:
        row = queries.paper(session(), bank_paper_id)
        actions.take_paper(call(), bank_paper_id, None if row.lines_total else _reading(row))
    except (NotFound, NotAllowed):
        raise
    except DomainError as error:
        return render_template(PAPER, **_about(bank_paper_id, sentence(error))), 409
    if queries.paper(session(), bank_paper_id).state is not PaperState.TAKEN:
        flash(_("The file is being taken in. You can leave this page; it goes on."), "good")
        return see_other(url_for(".bank_paper", bank_paper_id=bank_paper_id))
    flash(_("Taken in. What is certain is booked; the rest waits below for you."), "good")
    return see_other(url_for(".line_queue"))


@blueprint.post("/bank/papers/<uuid:bank_paper_id>/going-on")
@requires(Permission.PREPARE_MONEY)
def go_on_with_bank_paper(bank_paper_id: UUID) -> ResponseReturnValue:
    """Let a file whose taking in has stopped go on where it stood."""
    try:
        actions.go_on_taking(call(), bank_paper_id)
    except (NotFound, NotAllowed):
        raise
    except DomainError as error:
        return render_template(PAPER, **_about(bank_paper_id, sentence(error))), 409
    return see_other(url_for(".bank_paper", bank_paper_id=bank_paper_id))


@blueprint.post("/bank/papers/<uuid:bank_paper_id>/cancellation")
@requires(Permission.PREPARE_MONEY)
def cancel_bank_paper(bank_paper_id: UUID) -> ResponseReturnValue:
    """Forget a file that was only shown, or not even read."""
    try:
        actions.cancel_paper(call(), bank_paper_id)
    except (NotFound, NotAllowed):
        raise
    except DomainError as error:
        return render_template(PAPER, **_about(bank_paper_id, sentence(error))), 409
    flash(_("Cancelled. Nothing of it was kept."), "good")
    return see_other(url_for(".bank"))


@blueprint.get("/bank/statements/<uuid:bank_statement_id>")
@requires(Permission.SEE_FINANCE)
def bank_statement(bank_statement_id: UUID) -> ResponseReturnValue:
    """Show a statement line by line, with what each was booked as and why."""
    found = queries.statement(session(), bank_statement_id)
    cursor = request.args.get("cursor")
    page = queries.statement_lines_after(session(), bank_statement_id, cursor=cursor)
    further = url_for(".bank_statement", bank_statement_id=bank_statement_id, cursor=page.next_cursor)
    return render_template(
        "finance/bank_statement.html",
        statement=found,
        lines=page.rows,
        is_first=not cursor,
        further=further if page.next_cursor else "",
        deeds=DEEDS,
        whys=WHYS,
    )


def _kept(name: str, content: bytes) -> UUID:
    if len(content) > READ_AT_ONCE:
        return actions.keep_paper(call(), name=name, content=content)
    reading = read_bank_file(content)
    return actions.show_paper(call(), name=name, content=content, reading=reading, plain=plain_of(reading))


def _reading(row: PaperRow) -> BankReading:
    if row.state is not PaperState.SHOWN:
        return BankReading(FileKind.CAMT)
    return reading_of(dict(queries.reading_kept(session(), row.id)))


def _progress(row: PaperRow) -> Progress:
    etag = f'"{row.state}-{row.lines_done}-{row.lines_total}"'
    if row.state is PaperState.READING:
        words = _("Being read, which may take some seconds. You can leave this page; it goes on.")
        return Progress(_("Reading"), 0, 0, words, etag, finished=False, failed=False)
    finished, failed = row.state is PaperState.TAKEN, row.state is PaperState.STOPPED
    is_report = row.kind == FileKind.REPORT
    lines = (
        ngettext("%(num)d payment", "%(num)d payments", row.lines_done)
        if is_report
        else ngettext("%(num)d bank line", "%(num)d bank lines", row.lines_done)
    )
    if failed:
        words = _("Stopped after %(lines)s. What was taken stays, and nothing is taken twice.", lines=lines)
    elif finished and is_report:
        words = _("Done: %(lines)s. Each payout stands as the bank says.", lines=lines)
    elif finished:
        words = _("Done: %(lines)s. What is certain is booked; the rest waits for you.", lines=lines)
    elif row.lines_done:
        words = _("Under way: %(lines)s so far.", lines=lines)
    else:
        words = _("Waiting for a worker to take it up.")
    title = _("Payments") if is_report else _("Lines")
    return Progress(title, row.lines_done, row.lines_total, words, etag, finished, failed)


def _standing(refusal: str = "") -> dict[str, Any]:
    page = queries.statements_after(session(), cursor=request.args.get("cursor"))
    return {
        "rows": page.rows,
        "further": url_for(".bank", cursor=page.next_cursor) if page.next_cursor else "",
        "under_way": queries.papers_under_way(session()),
        "agreements": queries.agreements(session()),
        "refusal": refusal,
        "may_take": actor().may(Permission.PREPARE_MONEY),
    }


def _job_of(row: PaperRow) -> dict[str, Any]:
    """What the part of the page that asks again shows beside its bar."""
    return {
        "paper": row,
        "stop": STOPS[row.fault] if row.fault else "",
        "may_go_on": row.state is PaperState.STOPPED and actor().may(Permission.PREPARE_MONEY),
    }


def _about(paper_id: UUID, refusal: str = "") -> dict[str, Any]:
    row = queries.paper(session(), paper_id)
    return {
        **_job_of(row),
        "reading": _reading(row),
        "kinds": KINDS,
        "money_of": Money,
        "refusal": refusal,
        "unread": sentence(refusal_of(row.refusal)) if row.refusal is not None else "",
        "job": _progress(row) if row.state in _JOBS and (row.is_at_work or row.lines_total) else None,
        "may_take": row.state is PaperState.SHOWN and actor().may(Permission.PREPARE_MONEY),
        "may_cancel": row.state in _CANCELLABLE and actor().may(Permission.PREPARE_MONEY),
        "happened": timeline_of(session(), "bank_paper", paper_id),
    }
