"""Statements and runs, as their screens show them."""

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
    "items_waiting",
    "preview",
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
