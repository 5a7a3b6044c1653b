"""Claiming, answering, deciding; and what the clock does by itself."""

from trade.claims.actions.answering import accept_claim, dispute_claim, send_claim_message
from trade.claims.actions.claiming import submit_claim, withdraw_claim
from trade.claims.actions.clocks import collect_clawback, run_out
from trade.claims.actions.deciding import advance_claim, decide_claim, reject_claim

__all__ = [
    "accept_claim",
    "advance_claim",
    "collect_clawback",
    "decide_claim",
    "dispute_claim",
    "reject_claim",
    "run_out",
    "send_claim_message",
    "submit_claim",
    "withdraw_claim",
]
