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
from trade.settlement.queries.runs import PreviewLine, RunRow, preview, run, runs
from trade.settlement.queries.statements import (
    StatementLineRow,
    StatementRow,
    StatementSums,
    statement,
    statement_lines,
    statement_sums,
    statements,
    statements_after,
)

__all__ = [
    "Found",
    "PayableRow",
    "PayoutRow",
    "PreviewLine",
    "RunRow",
    "StatementLineRow",
    "StatementRow",
    "StatementSums",
    "find_settled",
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
    "statement",
    "statement_lines",
    "statement_sums",
    "statements",
    "statements_after",
]
