"""Money at a glance, and what waits for a person, the oldest first."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from adapters import clock
from blueprints.finance.blueprint import blueprint
from trade.credit.queries import applications
from trade.kernel.actor import Permission
from trade.kernel.money import Money
from trade.ledger.queries import TrialLine, last_verification, receipts_waiting, trial_balance
from trade.ledger.rules import CHART, AccountKind, Side
from trade.payouts.queries import batches_waiting, payables, payouts_waiting
from trade.settlement.queries import runs
from web.access import actor, requires, session
from web.translation import gettext as _
from web.translation import ngettext

SHOWN = 30


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something that a person must do."""

    since: datetime
    what: str
    who: str
    amount: Money | None
    act: str
    url: str


@dataclass(frozen=True, slots=True)
class Glance:
    """What one kind of account holds, a cell a currency; empty where it holds nothing."""

    kind: AccountKind
    amounts: Sequence[Money | None]


@blueprint.get("")
@requires(Permission.SEE_FINANCE)
def today() -> ResponseReturnValue:
    """Show where the money is and what waits."""
    lines = trial_balance(session())
    currencies = sorted({line.balance.currency for line in lines})
    return render_template(
        "finance/today.html",
        glances=[_glance(kind, lines, currencies) for kind in CHART],
        currencies=currencies,
        waiting=sorted(_waiting(), key=lambda row: row.since)[:SHOWN],
        verification=last_verification(session()),
    )


def _glance(kind: AccountKind, lines: Sequence[TrialLine], currencies: Sequence[str]) -> Glance:
    """Return what accounts of ``kind`` hold, on the side on which they normally stand."""
    held = {line.balance.currency: line.balance for line in lines if line.kind is kind}
    is_debit = CHART[kind].side is Side.DEBIT
    found = [held.get(currency) for currency in currencies]
    return Glance(kind, [amount if amount is None or is_debit else -amount for amount in found])


def _waiting() -> Iterator[Waiting]:
    for receipt in receipts_waiting(session()):
        url = url_for(".receipt", receipt_id=receipt.id)
        yield Waiting(
            receipt.recorded_at, _("Transfer without an owner"), receipt.payer, receipt.amount, _("Match"), url
        )
    for asked in applications(session()):
        if asked.proposal_id is None:
            url = url_for(".credit_case", organisation_id=asked.organisation_id, currency=asked.amount.currency)
            yield Waiting(
                asked.asked_at, _("Credit asked for"), asked.organisation_name, asked.amount, _("Propose"), url
            )
    for payout in payouts_waiting(session(), actor()):
        url = url_for(".payout", payout_id=payout.id)
        yield Waiting(payout.prepared_at, _("Payout to approve"), payout.seller_name, payout.amount, _("Decide"), url)
    for batch in batches_waiting(session()):
        url = url_for(".batch", batch_id=batch.id)
        who = ngettext("%(num)d seller", "%(num)d sellers", batch.payouts)
        yield Waiting(batch.prepared_at, _("Batch of payouts to approve"), who, batch.total, _("Decide"), url)
    for row in payables(session(), clock.now()):
        if row.waiting_payout_id is None and row.since is not None:
            url = url_for(".payable_list")
            yield Waiting(row.since, _("Payable to a seller"), row.seller_name, row.amount, _("Prepare"), url)
    for run in runs(session(), limit=1):
        if run.is_open:
            url = url_for(".settlement", run_id=run.id)
            yield Waiting(run.started_at, _("Settlement under way"), "", None, _("Watch"), url)
