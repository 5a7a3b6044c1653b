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
    content_kept,
    paper,
    papers_under_way,
    reading_kept,
    statement,
    statements_after,
)

__all__ = [
    "Agreement",
    "LineRow",
    "PaperRow",
    "StatementRow",
    "agreements",
    "content_kept",
    "line",
    "lines_waiting_after",
    "lines_waiting_count",
    "paper",
    "papers_under_way",
    "proposals",
    "reading_kept",
    "statement",
    "statement_lines_after",
    "statements_after",
]
