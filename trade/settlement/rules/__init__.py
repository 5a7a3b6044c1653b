"""What may be settled, purely."""

from trade.settlement.rules.composing import (
    USUAL,
    Composition,
    ItemKind,
    ItemTaken,
    Terms,
    Waiting,
    compose,
)
from trade.settlement.rules.disputes import (
    CorrectionTooLarge,
    DisputeClosed,
    DisputeOpen,
    DisputeState,
    require_correction,
    unpaid,
)
from trade.settlement.rules.earnings import (
    LINES_AT_ONCE,
    SELLERS_AT_ONCE,
    Earning,
    RunOpen,
    RunState,
    at_once,
    earning_of,
)
from trade.settlement.rules.periods import Period, cutoff, next_cutoff

__all__ = [
    "LINES_AT_ONCE",
    "SELLERS_AT_ONCE",
    "USUAL",
    "Composition",
    "CorrectionTooLarge",
    "DisputeClosed",
    "DisputeOpen",
    "DisputeState",
    "Earning",
    "ItemKind",
    "ItemTaken",
    "Period",
    "RunOpen",
    "RunState",
    "Terms",
    "Waiting",
    "at_once",
    "compose",
    "cutoff",
    "earning_of",
    "next_cutoff",
    "require_correction",
    "unpaid",
]
