"""Statements, payouts and runs, as their screens show them."""

from trade.settlement.queries.deciding import payout_decisions
from trade.settlement.queries.payouts import (
    PayableRow,
    PayoutRow,
    payables,
    payout,
    payouts,
    payouts_after,
    payouts_waiting,
)
from trade.settlement.queries.references import Found, find_settled, references_of
from trade.settlement.queries.runs import (
    Changed,
    Preview,
    PreviewLine,
    PreviewSeller,
    RunRow,
    changed,
    preview,
    run,
    runs,
)
from trade.settlement.queries.statements import (
    StatementItemRow,
    StatementLineRow,
    StatementRow,
    StatementSums,
    statement,
    statement_items,
    statement_lines,
    statement_sums,
    statements,
    statements_after,
)
from trade.settlement.queries.terms import SellerTerms, items_waiting, seller_terms

__all__ = [
    "Changed",
    "Found",
    "PayableRow",
    "PayoutRow",
    "Preview",
    "PreviewLine",
    "PreviewSeller",
    "RunRow",
    "SellerTerms",
    "StatementItemRow",
    "StatementLineRow",
    "StatementRow",
    "StatementSums",
    "changed",
    "find_settled",
    "items_waiting",
    "payables",
    "payout",
    "payout_decisions",
    "payouts",
    "payouts_after",
    "payouts_waiting",
    "preview",
    "references_of",
    "run",
    "runs",
    "seller_terms",
    "statement",
    "statement_items",
    "statement_lines",
    "statement_sums",
    "statements",
    "statements_after",
]
