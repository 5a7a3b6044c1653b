"""What may be settled and paid, purely."""

from trade.settlement.rules.composing import (
    USUAL,
    Composition,
    ItemKind,
    ItemTaken,
    Terms,
    Waiting,
    compose,
)
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
from trade.settlement.rules.periods import Period, cutoff, next_cutoff

__all__ = [
    "PAYOUT_MOVES",
    "USUAL",
    "Composition",
    "Earning",
    "ItemKind",
    "ItemTaken",
    "NoBankAccount",
    "NothingToPay",
    "PayoutOpen",
    "PayoutState",
    "Period",
    "RunOpen",
    "RunState",
    "SamePerson",
    "Terms",
    "Waiting",
    "compose",
    "cutoff",
    "earning_of",
    "move_payout",
    "next_cutoff",
    "payout_content",
]
