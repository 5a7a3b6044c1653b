"""Noting what the bank did with a payout."""

from __future__ import annotations

from uuid import UUID

from trade.kernel.actor import Permission
from trade.kernel.work import Work, action
from trade.payouts.booking import book
from trade.payouts.loading import locked_payout
from trade.payouts.reporting import PaymentReport, ReportOutcome, take_report
from trade.payouts.rules import PayoutState, move_payout


@action(Permission.PREPARE_MONEY)
def book_payout(work: Work, payout_id: UUID) -> UUID:
    """Note that the bank has booked a sent payout."""
    payout = locked_payout(work, payout_id)
    move_payout(payout.state, PayoutState.BOOKED)
    book(work, payout)
    return payout.id


@action(Permission.PREPARE_MONEY)
def take_payment_report(work: Work, report: PaymentReport) -> ReportOutcome:
    """Bring a payout up to what the bank says of it; nothing twice, nothing backwards."""
    return take_report(work, report)
