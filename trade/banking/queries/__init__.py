"""Papers, statements and lines of the bank, as their screens show them."""

from trade.banking.queries.lines import LineRow, line, lines_waiting, lines_waiting_count, proposals, statement_lines
from trade.banking.queries.statements import Agreement, PaperRow, StatementRow, agreements, paper, statement, statements

__all__ = [
    "Agreement",
    "LineRow",
    "PaperRow",
    "StatementRow",
    "agreements",
    "line",
    "lines_waiting",
    "lines_waiting_count",
    "paper",
    "proposals",
    "statement",
    "statement_lines",
    "statements",
]
