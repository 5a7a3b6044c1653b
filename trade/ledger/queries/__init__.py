"""Reading the books: balances, entries, receipts, and the outcome of the last verification."""

from trade.ledger.queries.accounts import (
    Movement,
    SheetLine,
    TrialLine,
    account_sheet,
    accounts_of,
    balance,
    balances,
    balances_after,
    movements,
    trial_balance,
)
from trade.ledger.queries.days import CloseRow, closes, days, trial_balance_on
from trade.ledger.queries.entries import EntryRow, PostingRow, entries
from trade.ledger.queries.receipts import (
    ReceiptRow,
    Unmatched,
    parts_of,
    receipt,
    receipts,
    receipts_after,
    receipts_waiting,
    unmatched,
)
from trade.ledger.queries.verification import (
    ChainState,
    LastVerification,
    Report,
    chain_state,
    last_verification,
    reports,
)

__all__ = [
    "ChainState",
    "CloseRow",
    "EntryRow",
    "LastVerification",
    "Movement",
    "PostingRow",
    "ReceiptRow",
    "Report",
    "SheetLine",
    "TrialLine",
    "Unmatched",
    "account_sheet",
    "accounts_of",
    "balance",
    "balances",
    "balances_after",
    "chain_state",
    "closes",
    "days",
    "entries",
    "last_verification",
    "movements",
    "parts_of",
    "receipt",
    "receipts",
    "receipts_after",
    "receipts_waiting",
    "reports",
    "trial_balance",
    "trial_balance_on",
    "unmatched",
]
