"""Settling sellers."""

from trade.settlement.actions.disputes import answer_dispute, dispute_line, withdraw_dispute
from trade.settlement.actions.items import charge_fee, set_terms, withdraw_item
from trade.settlement.actions.recovering import recover
from trade.settlement.actions.runs import settle_next, start_settlement

__all__ = [
    "answer_dispute",
    "charge_fee",
    "dispute_line",
    "recover",
    "set_terms",
    "settle_next",
    "start_settlement",
    "withdraw_dispute",
    "withdraw_item",
]
