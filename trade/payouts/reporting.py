"""What the bank says of a payment, however often and in whatever order it says it. Steps within an action."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select

from trade.kernel.locks import lock_one
from trade.kernel.money import Money
from trade.kernel.work import Work
from trade.payouts.booking import book, question, refuse
from trade.payouts.loading import amount_of
from trade.payouts.models import Payout
from trade.payouts.rules import PayoutState


class PaymentStatus(StrEnum):
    """What became of a payment: the bank has it, has booked it, or will not do it."""

    ACCEPTED = "accepted"
    BOOKED = "booked"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class PaymentReport:
    """One payment's part of a status report. ``reference`` is the payout's; ``code`` why it was rejected."""

    reference: str
    status: PaymentStatus
    amount: Money | None = None
    code: str = ""


class ReportOutcome(StrEnum):
    """What a report changed."""

    NOTED = "noted"
    KNOWN = "known"
    """It says what is in the books already, or less."""
    STRANGE = "strange"
    """No payout has this reference."""
    DIFFERS = "differs"
    """It contradicts the books: another amount, or a payment that the bank had refused. A person asks the bank."""


def take_report(work: Work, report: PaymentReport) -> ReportOutcome:
    """Bring a payout up to what the bank says of it; nothing twice, nothing backwards."""
    payout = lock_one(work.session, select(Payout).where(Payout.reference == report.reference))
    if payout is None or payout.state in {PayoutState.PREPARED, PayoutState.REJECTED}:
        return ReportOutcome.STRANGE
    if report.amount is not None and report.amount != amount_of(payout):
        if report.amount.currency == payout.currency:
            question(work, payout, report.amount)
        return ReportOutcome.DIFFERS
    if report.status is PaymentStatus.ACCEPTED:
        return ReportOutcome.KNOWN
    if report.status is PaymentStatus.REJECTED:
        return _rejected(work, payout, report.code)
    return _booked(work, payout)


def _rejected(work: Work, payout: Payout, code: str) -> ReportOutcome:
    if payout.state == PayoutState.SENT:
        refuse(work, payout, code)
        return ReportOutcome.NOTED
    # Of what was booked, only the money itself can say that it came back.
    return ReportOutcome.DIFFERS if payout.state == PayoutState.BOOKED else ReportOutcome.KNOWN


def _booked(work: Work, payout: Payout) -> ReportOutcome:
    if payout.state == PayoutState.REFUSED:
        return ReportOutcome.DIFFERS
    if payout.booked_at is not None:
        return ReportOutcome.KNOWN
    book(work, payout)
    return ReportOutcome.NOTED
