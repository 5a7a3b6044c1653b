"""Settling sellers."""

from trade.settlement.actions.disputes import answer_dispute, dispute_line, withdraw_dispute
from trade.settlement.actions.items import charge_fee, set_terms, withdraw_item
from trade.settlement.actions.recovering import recover
from trade.settlement.actions.runs import settle_next, start_settlement
from trade.settlement.actions.writing_off import (
    approve_recovery_write_off,
    propose_recovery_write_off,
    reject_recovery_write_off,
)

__all__ = [
    "answer_dispute",
    "approve_recovery_write_off",
    "charge_fee",
    "dispute_line",
    "propose_recovery_write_off",
    "recover",
    "reject_recovery_write_off",
    "set_terms",
    "settle_next",
    "start_settlement",
    "withdraw_dispute",
    "withdraw_item",
]
