"""The verbs of quoting: ask, answer, talk, accept."""

from trade.quoting.actions.accept import Accepted, accept_quote
from trade.quoting.actions.answer import QuotedLine, decline_inquiry, send_quote
from trade.quoting.actions.ask import Wanted, ask_for_quote, withdraw_inquiry
from trade.quoting.actions.remind import remind_of_quotes
from trade.quoting.actions.talk import send_message

__all__ = [
    "Accepted",
    "QuotedLine",
    "Wanted",
    "accept_quote",
    "ask_for_quote",
    "decline_inquiry",
    "remind_of_quotes",
    "send_message",
    "send_quote",
    "withdraw_inquiry",
]
