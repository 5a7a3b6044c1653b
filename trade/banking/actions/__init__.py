"""The verbs of banking: read and show a paper, take it in, book a line, put it aside."""

from trade.banking.actions.lines import book_line, put_line_aside, take_line_up
from trade.banking.actions.papers import cancel_paper, note_refused_file, show_paper, take_file, take_paper
from trade.banking.actions.reading import keep_paper, note_reading, refuse_paper
from trade.banking.actions.taking import enter_lines, go_on_taking, stop_taking, take_next

__all__ = [
    "book_line",
    "cancel_paper",
    "enter_lines",
    "go_on_taking",
    "keep_paper",
    "note_reading",
    "note_refused_file",
    "put_line_aside",
    "refuse_paper",
    "show_paper",
    "stop_taking",
    "take_file",
    "take_line_up",
    "take_next",
    "take_paper",
]
