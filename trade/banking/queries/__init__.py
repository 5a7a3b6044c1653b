"""Papers, statements and lines of the bank, as their screens show them."""

from trade.banking.queries.lines import (
    LineRow,
    line,
    lines_waiting_after,
    lines_waiting_count,
    proposals,
    statement_lines_after,
)
from trade.banking.queries.statements import (
    Agreement,
    PaperRow,
    StatementRow,
    agreements,
    paper,
    papers_under_way,
    statement,
    statements_after,
)

__all__ = [
    "Agreement",
    "LineRow",
    "PaperRow",
    "StatementRow",
    "agreements",
    "line",
    "lines_waiting_after",
    "lines_waiting_count",
    "paper",
    "papers_under_way",
    "proposals",
    "statement",
    "statement_lines_after",
    "statements_after",
]
