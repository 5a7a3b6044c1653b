"""Statements and runs, as their screens show them."""

from trade.settlement.queries.disputes import DisputeRow, dispute, disputes, disputes_open
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
    statement_line,
    statement_lines,
    statement_sums,
    statements,
    statements_after,
)
from trade.settlement.queries.terms import SellerTerms, items_waiting, seller_terms
from trade.settlement.queries.whereabouts import MoneyLine, Stage, StageSum, money_lines, money_sums

__all__ = [
    "Changed",
    "DisputeRow",
    "MoneyLine",
    "Preview",
    "PreviewLine",
    "PreviewSeller",
    "RunRow",
    "SellerTerms",
    "Stage",
    "StageSum",
    "StatementItemRow",
    "StatementLineRow",
    "StatementRow",
    "StatementSums",
    "changed",
    "dispute",
    "disputes",
    "disputes_open",
    "items_waiting",
    "money_lines",
    "money_sums",
    "preview",
    "run",
    "runs",
    "seller_terms",
    "statement",
    "statement_items",
    "statement_line",
    "statement_lines",
    "statement_sums",
    "statements",
    "statements_after",
]
