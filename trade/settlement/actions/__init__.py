"""Settling sellers, and paying them with two people."""

from trade.settlement.actions.items import charge_fee, set_terms, withdraw_item
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
    "charge_fee",
    "prepare_payout",
    "reject_payout",
    "set_bank_account",
    "set_terms",
    "settle_next",
    "start_settlement",
    "withdraw_item",
]
