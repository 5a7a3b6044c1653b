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
from trade.forecasting.rules.own_sales import (
    DAYS_BACK,
    LINES_MAX,
    TOLD_DAYS,
    DayOutOfReach,
    NotBoughtHere,
    OwnCover,
    own_cover,
)
from trade.forecasting.rules.proposing import PROPOSED_BY, PROPOSED_MAX, Ahead, ChanceGone, Proposal, proposal_of

__all__ = [
    "CHUNK_SKUS",
    "DAYS_BACK",
    "HISTORY_DAYS",
    "HORIZON_DAYS",
    "KEEP_DAYS",
    "LINES_MAX",
    "MOVE_DAYS",
    "NEW_DAYS",
    "PROMOTION_DAYS",
    "PROPOSED_BY",
    "PROPOSED_MAX",
    "TOLD_DAYS",
    "Ahead",
    "ChanceGone",
    "Cover",
    "DayOutOfReach",
    "Move",
    "NotBoughtHere",
    "OwnCover",
    "Proposal",
    "RunOpen",
    "RunState",
    "Shelf",
    "cover",
    "moves_of",
    "own_cover",
    "proposal_of",
]
