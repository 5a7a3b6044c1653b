"""What follows from a forecast: how long stock lasts, what to make, what to move, by when."""

from trade.forecasting.rules.cover import (
    CHUNK_SKUS,
    HISTORY_DAYS,
    HORIZON_DAYS,
    KEEP_DAYS,
    NEW_DAYS,
    PROMOTION_DAYS,
    Cover,
    RunOpen,
    RunState,
    cover,
)
from trade.forecasting.rules.moving import MOVE_DAYS, Move, Shelf, moves_of
from trade.forecasting.rules.proposing import PROPOSED_BY, PROPOSED_MAX, Ahead, ChanceGone, Proposal, proposal_of

__all__ = [
    "CHUNK_SKUS",
    "HISTORY_DAYS",
    "HORIZON_DAYS",
    "KEEP_DAYS",
    "MOVE_DAYS",
    "NEW_DAYS",
    "PROMOTION_DAYS",
    "PROPOSED_BY",
    "PROPOSED_MAX",
    "Ahead",
    "ChanceGone",
    "Cover",
    "Move",
    "Proposal",
    "RunOpen",
    "RunState",
    "Shelf",
    "cover",
    "moves_of",
    "proposal_of",
]
