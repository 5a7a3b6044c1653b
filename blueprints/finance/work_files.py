"""What is waiting, was decided and holds, as files: sellers to pay, batches, cases, settlements, disputes, rates."""

from collections.abc import Sequence

from flask import Response, request

from adapters import clock
from blueprints.finance.blueprint import blueprint
from blueprints.finance.rate_words import shown_value, subject_of
from trade.catalogue.queries.commission import rates as commission_rates
from trade.kernel.actor import Permission
from trade.payouts.queries import BatchRow, batches_after, payables
from trade.rates.queries import dated_rates
from trade.settlement.queries import DisputeRow, disputes, runs
from web.access import actor, requires, session
from web.decisions import Case, cases
from web.naming import named
from web.sheets import KINDS, Cell, all_rows, list_answer
from web.translation import gettext as _
from web.words import state_word


@blueprint.get(f"/payouts/payable.<{KINDS}:kind>")
@requires(Permission.SEE_FINANCE)
def payables_file(kind: str) -> Response:
    """Answer who could be paid as a file; accounts as the list shows them, masked."""
    header = [
        _("Seller"),
        _("Payable"),
        _("Out of the wallet"),
        _("Currency"),
        _("To the account"),
        _("Last statement"),
    ]
    cells = (
        (row.seller_name, row.amount, row.withdrawn, row.amount.currency, row.account, row.since)
        for row in payables(session(), clock.now())
    )
    return list_answer(kind, "sellers-to-pay", _("Sellers to pay"), header, cells)


@blueprint.get(f"/payouts/batches.<{KINDS}:kind>")
@requires(Permission.SEE_FINANCE)
def batches_file(kind: str) -> Response:
    """Answer the batches of payouts as a file."""
    rows = all_rows(lambda cursor: batches_after(session(), cursor=cursor))
    header = [
        _("Batch"), _("State"), _("Sellers"), _("Prepared"), _("Prepared by"), _("Decided"), _("Decided by"), _("Why"),
        _("Amount"), _("Currency"),
    ]  # fmt: skip
    return list_answer(kind, "batches", _("Batches"), header, map(_batch, rows))


@blueprint.get(f"/inbox.<{KINDS}:kind>")
@requires(Permission.SEE_FINANCE)
def cases_file(kind: str) -> Response:
    """Answer what waits for a second person as a file; of some kinds alone where these are asked for."""
    asked = request.args.getlist("of")
    rows = [row for row in cases(session(), actor()) if not asked or row.decision.kind in asked]
    header = [_("Case"), _("Kind"), _("About"), _("Prepared by"), _("Since"), _("Amount"), _("Currency")]
    return list_answer(kind, "to-decide", _("To decide"), header, map(_case, rows))


@blueprint.get(f"/settlements.<{KINDS}:kind>")
@requires(Permission.SEE_FINANCE)
def settlements_file(kind: str) -> Response:
    """Answer the settlements so far as a file."""
    header = [_("Started"), _("State"), _("Up to"), _("Statements"), _("Order lines"), _("Finished")]
    cells = (
        (run.started_at, state_word(run.state).word, run.until, run.sellers_done, run.lines_done, run.finished_at)
        for run in runs(session())
    )
    return list_answer(kind, "settlements", _("Settlements"), header, cells)


@blueprint.get(f"/disputes.<{KINDS}:kind>")
@requires(Permission.SEE_FINANCE)
def disputes_file(kind: str) -> Response:
    """Answer the disputed lines with their answers as a file."""
    header = [
        _("Order"), _("Seller"), _("Statement"), _("What is wrong"), _("Disputed on"), _("State"), _("Answer"), _("Answered"),
        _("Commission"), _("Given back"), _("Currency"),
    ]  # fmt: skip
    return list_answer(kind, "disputes", _("Disputes"), header, map(_dispute, disputes(session(), actor())))


@blueprint.get(f"/commission.<{KINDS}:kind>")
@requires(Permission.SEE_FINANCE)
def commission_file(kind: str) -> Response:
    """Answer every change of a commission as a file."""
    cells = (
        (
            named(row), row.from_at, row.before, row.rate, row.proposer_name, row.proposed_at, row.decider_name,
            state_word(f"rate.{row.state}").word,
        )
        for row in commission_rates(session())
    )  # fmt: skip
    return list_answer(kind, "commission", _("Commission"), [_("Category"), *_changed()], cells)


@blueprint.get(f"/rates.<{KINDS}:kind>")
@requires(Permission.SEE_FINANCE)
def rates_file(kind: str) -> Response:
    """Answer every change of a rate or limit as a file."""
    cells = (
        (
            subject_of(row), row.from_at, shown_value(row.kind, row.before), shown_value(row.kind, row.value),
            row.proposer_name, row.proposed_at, row.decider_name, state_word(f"rate.{row.state}").word, row.why,
        )
        for row in dated_rates(session())
    )  # fmt: skip
    return list_answer(kind, "rates", _("Rates and limits"), [_("What"), *_changed(), _("Why")], cells)


def _changed() -> list[str]:
    return [
        _("Holds from"), _("Before"), _("Afterwards"), _("Proposed by"), _("Proposed on"), _("Decided by"), _("State"),
    ]  # fmt: skip


def _batch(row: BatchRow) -> Sequence[Cell]:
    return (
        row.reference, state_word(row.state, "payout_batch").word, row.payouts, row.prepared_at, row.preparer_name,
        row.decided_at, row.decider_name, row.reason, row.total, row.total.currency,
    )  # fmt: skip


def _case(row: Case) -> Sequence[Cell]:
    one = row.decision
    currency = one.amount.currency if one.amount else ""
    return one.reference, row.what, one.about, one.maker_name, one.since, one.amount, currency


def _dispute(row: DisputeRow) -> Sequence[Cell]:
    return (
        row.order_reference, row.seller_name, row.statement_reference, row.reason, row.asked_at,
        state_word(f"dispute.{row.state}").word, row.answer, row.answered_at, row.commission, row.corrected,
        row.commission.currency,
    )  # fmt: skip
