"""Payouts, their batches and files, as their screens show them."""

from trade.payouts.queries.batches import (
    BatchRow,
    batch,
    batch_payouts,
    batches_after,
    batches_waiting,
    content_of,
)
from trade.payouts.queries.deciding import batch_decisions, moved_accounts, payout_decisions
from trade.payouts.queries.files import FileRow, LimitRow, bank_files_after, limits
from trade.payouts.queries.payables import PayableRow, payables
from trade.payouts.queries.payouts import (
    PayoutRow,
    payout,
    payouts,
    payouts_after,
    payouts_waiting,
)
from trade.payouts.queries.references import Found, find_settled, references_of
from trade.payouts.queries.returns import ReturnRow, payout_of_return, return_decisions, return_waiting
from trade.payouts.queries.withdrawals import WithdrawalRow, withdrawals_after, withdrawals_in, withdrawals_under_way

__all__ = [
    "BatchRow",
    "FileRow",
    "Found",
    "LimitRow",
    "PayableRow",
    "PayoutRow",
    "ReturnRow",
    "WithdrawalRow",
    "bank_files_after",
    "batch",
    "batch_decisions",
    "batch_payouts",
    "batches_after",
    "batches_waiting",
    "content_of",
    "find_settled",
    "limits",
    "moved_accounts",
    "payables",
    "payout",
    "payout_decisions",
    "payout_of_return",
    "payouts",
    "payouts_after",
    "payouts_waiting",
    "references_of",
    "return_decisions",
    "return_waiting",
    "withdrawals_after",
    "withdrawals_in",
    "withdrawals_under_way",
]
