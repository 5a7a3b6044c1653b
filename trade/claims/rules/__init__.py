"""What may be claimed, by when it is answered and paid, and who bears it: pure."""

from trade.claims.rules.amounts import Claimable, NotClaimable, compensation
from trade.claims.rules.life import (
    OPEN,
    ClaimState,
    ClaimTerms,
    Outcome,
    Reason,
    WindowClosed,
    money_due,
    move,
    require_window,
    seller_due,
    terms_from,
)
from trade.claims.rules.trust import Doubt, Record, doubts_of, pays_at_once

__all__ = [
    "OPEN",
    "ClaimState",
    "ClaimTerms",
    "Claimable",
    "Doubt",
    "NotClaimable",
    "Outcome",
    "Reason",
    "Record",
    "WindowClosed",
    "compensation",
    "doubts_of",
    "money_due",
    "move",
    "pays_at_once",
    "require_window",
    "seller_due",
    "terms_from",
]
