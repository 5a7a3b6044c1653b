"""Settling sellers."""

from trade.settlement.actions.items import charge_fee, set_terms, withdraw_item
from trade.settlement.actions.runs import settle_next, start_settlement

__all__ = [
    "charge_fee",
    "set_terms",
    "settle_next",
    "start_settlement",
    "withdraw_item",
]
