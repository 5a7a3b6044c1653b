"""Claiming, answering, deciding; and what the clock does by itself."""

from trade.claims.actions.answering import accept_claim, dispute_claim, send_claim_message
from trade.claims.actions.carriers import (
    approve_loss,
    collect_from_carrier,
    name_carrier,
    propose_loss,
    reject_loss,
)
from trade.claims.actions.claiming import submit_claim, withdraw_claim
from trade.claims.actions.clocks import collect_clawback, run_out
from trade.claims.actions.deciding import advance_claim, decide_claim, reject_claim
from trade.claims.actions.replacing import offer_replacement, order_replacement, refuse_replacement
from trade.claims.actions.returning import ask_return, order_return, receive_return, send_back

__all__ = [
    "accept_claim",
    "advance_claim",
    "approve_loss",
    "ask_return",
    "collect_clawback",
    "collect_from_carrier",
    "decide_claim",
    "dispute_claim",
    "name_carrier",
    "offer_replacement",
    "order_replacement",
    "order_return",
    "propose_loss",
    "receive_return",
    "refuse_replacement",
    "reject_claim",
    "reject_loss",
    "run_out",
    "send_back",
    "send_claim_message",
    "submit_claim",
    "withdraw_claim",
]
