"""What is done with credit."""

from trade.credit.actions.applying import apply_for_credit, decline_application, withdraw_application
from trade.credit.actions.drawing import capture, draw, release, reserve, take_off
from trade.credit.actions.learning import keep_default_model
from trade.credit.actions.planning import plan_instalments
from trade.credit.actions.proposing import (
    approve_proposal,
    decline_proposal,
    propose_line,
    revise_proposal,
    withdraw_proposal,
)
from trade.credit.actions.reminding import remind
from trade.credit.actions.repaying import Repaid, charge_late, repay
from trade.credit.actions.standing import expire_lines, lift_suspension, suspend_line
from trade.credit.actions.writing_off import approve_write_off, decline_write_off, propose_write_off

__all__ = [
    "Repaid",
    "apply_for_credit",
    "approve_proposal",
    "approve_write_off",
    "capture",
    "charge_late",
    "decline_application",
    "decline_proposal",
    "decline_write_off",
    "draw",
    "expire_lines",
    "keep_default_model",
    "lift_suspension",
    "plan_instalments",
    "propose_line",
    "propose_write_off",
    "release",
    "remind",
    "repay",
    "reserve",
    "revise_proposal",
    "suspend_line",
    "take_off",
    "withdraw_application",
    "withdraw_proposal",
]
