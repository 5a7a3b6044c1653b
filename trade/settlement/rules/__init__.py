"""What may be settled and paid, purely."""

from trade.settlement.rules.earnings import Earning, RunOpen, RunState, earning_of
from trade.settlement.rules.payouts import (
    PAYOUT_MOVES,
    NoBankAccount,
    NothingToPay,
    PayoutOpen,
    PayoutState,
    SamePerson,
    move_payout,
    payout_content,
)

__all__ = [
    "PAYOUT_MOVES",
    "Earning",
    "NoBankAccount",
    "NothingToPay",
    "PayoutOpen",
    "PayoutState",
    "RunOpen",
    "RunState",
    "SamePerson",
    "earning_of",
    "move_payout",
    "payout_content",
]
