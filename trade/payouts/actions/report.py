"""Noting what the bank did with a payout."""

from __future__ import annotations

from uuid import UUID

from trade.kernel.actor import Permission
from trade.kernel.errors import InvalidInput
from trade.kernel.money import Money
from trade.kernel.work import Work, action
from trade.payouts.booking import book, take_back
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
def note_return(work: Work, payout_id: UUID, *, arrived: Money, code: str) -> UUID:
    """Note that a payout's money came back to the bank, perhaps less a charge; all of it is payable again.

    Raises ``InvalidInput`` where more came back than was paid out, or in another currency.
    """
    payout = locked_payout(work, payout_id)
    move_payout(payout.state, PayoutState.RETURNED)
    if arrived.currency != payout.currency or not 0 < arrived.minor <= payout.amount_minor:
        raise InvalidInput("amount", "not_of_payout")
    take_back(work, payout, arrived, code)
    return payout.id


@action(Permission.PREPARE_MONEY)
def take_payment_report(work: Work, report: PaymentReport) -> ReportOutcome:
    """Bring a payout up to what the bank says of it; nothing twice, nothing backwards."""
    return take_report(work, report)
