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
from trade.settlement.rules.recoveries import (
    DUE_WITHIN,
    INVOICED_AFTER,
    REMIND,
    RESERVES_AFTER,
    Given,
    RecoveryStage,
    commission_back,
)

__all__ = [
    "DUE_WITHIN",
    "INVOICED_AFTER",
    "LINES_AT_ONCE",
    "REMIND",
    "RESERVES_AFTER",
    "SELLERS_AT_ONCE",
    "USUAL",
    "Composition",
    "CorrectionTooLarge",
    "DisputeClosed",
    "DisputeOpen",
    "DisputeState",
    "Earning",
    "Given",
    "ItemKind",
    "ItemTaken",
    "Period",
    "RecoveryStage",
    "RunOpen",
    "RunState",
    "Terms",
    "Waiting",
    "at_once",
    "commission_back",
    "compose",
    "cutoff",
    "earning_of",
    "next_cutoff",
    "require_correction",
    "unpaid",
]
