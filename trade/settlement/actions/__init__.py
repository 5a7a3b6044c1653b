"""Settling sellers, and paying them with two people."""

from trade.settlement.actions.payouts import (
    approve_payout,
    book_payout,
    prepare_payout,
    reject_payout,
    set_bank_account,
)
from trade.settlement.actions.runs import settle_next, start_settlement

__all__ = [
    "approve_payout",
    "book_payout",
    "prepare_payout",
    "reject_payout",
    "set_bank_account",
    "settle_next",
    "start_settlement",
]
