"""Lists of the finance desk as files: exactly what the view shows, to its end."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import Response, request

from blueprints.finance.bank_words import DEEDS, WHYS, answer_of
from blueprints.finance.blueprint import blueprint
from blueprints.finance.payouts import state_asked
from trade.banking import queries as bank
from trade.banking.queries import LineRow
from trade.banking.rules import LineState
from trade.kernel.actor import Permission
from trade.ledger.queries import receipts_after
from trade.payouts.queries import PayoutRow, bank_files_after, payouts_after
from trade.settlement.queries import statements_after
from web.access import actor, requires, session
from web.sheets import KINDS, Cell, all_rows, list_answer
from web.translation import gettext as _
from web.words import state_word


@blueprint.get(f"/receipts.<{KINDS}:kind>")
@requires(Permission.SEE_FINANCE)
def receipts_file(kind: str) -> Response:
    """Answer the transfers of this view as a file."""
    only, search = request.args.get("view") == "unmatched", request.args.get("search", "").strip()[:80]
    rows = all_rows(lambda cursor: receipts_after(session(), unmatched=only, search=search, cursor=cursor))
    header = [_("The bank's reference"), _("Received on"), _("Payer"), _("Belongs to"), _("Amount"), _("Currency")]
    cells = (
        (row.bank_reference, str(row.received_on), row.payer, row.organisation_name, row.amount, row.amount.currency)
        for row in rows
    )
    return list_answer(kind, "transfers", _("Transfers"), header, cells)


@blueprint.get(f"/statements.<{KINDS}:kind>")
@requires(Permission.SEE_FINANCE)
def statements_file(kind: str) -> Response:
    """Answer the statements of this view as a file."""
    of: dict[str, Any] = {
        "seller_id": request.args.get("seller", type=UUID),
        "run_id": request.args.get("run", type=UUID),
    }
    rows = all_rows(lambda cursor: statements_after(session(), actor(), **of, cursor=cursor))
    header = [
        _("Statement"), _("Seller"), _("Made"), _("Lines"), _("Sold for"), _("Commission"), _("Seller gets"), _("Currency")
    ]  # fmt: skip
    cells = (
        (
            row.reference, row.seller_name, row.made_at, row.lines, row.gross, row.commission, row.net,
            row.net.currency,
        )
        for row in rows
    )  # fmt: skip
    return list_answer(kind, "statements", _("Statements"), header, cells)


@blueprint.get(f"/payouts/all.<{KINDS}:kind>")
@requires(Permission.SEE_FINANCE)
def payouts_file(kind: str) -> Response:
    """Answer the payouts of this view as a file; accounts as the list shows them, masked."""
    seller_id, batch_id = request.args.get("seller", type=UUID), request.args.get("batch", type=UUID)
    of: dict[str, Any] = {"state": state_asked(), "seller_id": seller_id, "batch_id": batch_id}
    rows = all_rows(lambda cursor: payouts_after(session(), actor(), **of, cursor=cursor))
    header = [
        _("Payout"), _("Seller"), _("Account"), _("State"), _("Prepared"), _("Prepared by"), _("Decided"),
        _("Decided by"), _("Booked"), _("Batch"), _("File"), _("Amount"), _("Currency"),
    ]  # fmt: skip
    return list_answer(kind, "payouts", _("Payouts"), header, map(_payout, rows))


@blueprint.get(f"/payouts/files.<{KINDS}:kind>")
@requires(Permission.SEE_FINANCE)
def bank_files_file(kind: str) -> Response:
    """Answer the files in which payouts leave as a file."""
    rows = all_rows(lambda cursor: bank_files_after(session(), cursor=cursor))
    header = [
        _("File"), _("State"), _("The bank says"), _("Payouts"), _("Made"), _("The bank has it since"), _("Attempts"),
        _("Amount"), _("Currency"),
    ]  # fmt: skip
    cells = (
        (
            row.reference, str(state_word(row.state, "bank_file")), answer_of(row), row.payments, row.made_at,
            row.delivered_at, row.attempts, row.total, row.total.currency,
        )
        for row in rows
    )  # fmt: skip
    return list_answer(kind, "bank-files", _("Files for the bank"), header, cells)


@blueprint.get(f"/bank/statements.<{KINDS}:kind>")
@requires(Permission.SEE_FINANCE)
def bank_statements_file(kind: str) -> Response:
    """Answer the statements of the bank that were taken in as a file."""
    rows = all_rows(lambda cursor: bank.statements_after(session(), cursor=cursor))
    header = [
        _("The bank's statement"), _("Account"), _("From"), _("Until"), _("Opening balance"), _("Closing balance"), _("Currency"),
        _("Lines"), _("Wait"),
    ]  # fmt: skip
    cells = (
        (
            row.bank_id, row.account, row.opened_on.isoformat(), row.closed_on.isoformat(), row.opening, row.closing,
            row.closing.currency, row.lines, row.waiting,
        )
        for row in rows
    )  # fmt: skip
    return list_answer(kind, "bank-statements", _("Statements of the bank"), header, cells)


@blueprint.get(f"/bank/lines.<{KINDS}:kind>")
@requires(Permission.SEE_FINANCE)
def waiting_lines_file(kind: str) -> Response:
    """Answer the lines of the bank's that wait for a person as a file."""
    rows = all_rows(lambda cursor: bank.lines_waiting_after(session(), cursor=cursor))
    return list_answer(kind, "bank-lines", _("What does not match"), _line_header(), map(_line, rows))


@blueprint.get(f"/bank/statements/<uuid:bank_statement_id>/lines.<{KINDS}:kind>")
@requires(Permission.SEE_FINANCE)
def bank_statement_file(bank_statement_id: UUID, kind: str) -> Response:
    """Answer a statement of the bank's line by line as a file."""
    found = bank.statement(session(), bank_statement_id)
    rows = all_rows(lambda cursor: bank.statement_lines_after(session(), found.id, cursor=cursor))
    return list_answer(kind, f"bank-{found.closed_on}", _("Lines"), _line_header(), map(_line, rows))


def _payout(row: PayoutRow) -> Sequence[Cell]:
    return (
        row.reference, row.seller_name, row.account, str(state_word(row.state)), row.prepared_at, row.preparer_name,
        row.decided_at, row.decider_name, row.booked_at, row.batch_reference, row.file_reference, row.amount,
        row.amount.currency,
    )  # fmt: skip


def _line_header() -> Sequence[str]:
    return [
        _("Day"), _("Name"), _("Words"), _("Reference"), _("The bank's reference"), _("Booked as"), _("About"), _("Why"),
        _("Amount"), _("Currency"),
    ]  # fmt: skip


def _line(row: LineRow) -> Sequence[Cell]:
    open_words = {LineState.ASIDE: _("put aside"), LineState.NEW: _("Not looked at yet")}
    booked = DEEDS[row.deed] if row.deed else open_words.get(row.state, _("Waits"))
    return (
        row.booked_on.isoformat(), row.name, row.words, row.reference, row.bank_reference, str(booked),
        row.payout_reference or row.owner, str(WHYS[row.why]), row.amount, row.amount.currency,
    )  # fmt: skip
