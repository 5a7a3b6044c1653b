"""The verbs of payouts: prepare, approve, send, note what the bank did."""

from trade.payouts.actions.decide import approve_batch, approve_payout, reject_batch, reject_payout
from trade.payouts.actions.limits import set_own_account, set_payout_limits
from trade.payouts.actions.prepare import prepare_batch, prepare_payout
from trade.payouts.actions.report import book_payout, take_payment_report
from trade.payouts.actions.returning import approve_return, propose_return, reject_return
from trade.payouts.actions.send import make_bank_file, note_bank_file, take_bank_file
from trade.payouts.actions.withdraw import ask_withdrawal, cancel_withdrawal

__all__ = [
    "approve_batch",
    "approve_payout",
    "approve_return",
    "ask_withdrawal",
    "book_payout",
    "cancel_withdrawal",
    "make_bank_file",
    "note_bank_file",
    "prepare_batch",
    "prepare_payout",
    "propose_return",
    "reject_batch",
    "reject_payout",
    "reject_return",
    "set_own_account",
    "set_payout_limits",
    "take_bank_file",
    "take_payment_report",
]
