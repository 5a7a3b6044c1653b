"""What holds of pools, without database or clock."""

from trade.pooling.rules.amounts import amount_of, gross_of
from trade.pooling.rules.deciding import Committed, Decision, Good, decide, demand_of
from trade.pooling.rules.refusals import (
    AlreadyCommitted,
    BeyondLimits,
    ExtendedBefore,
    MeansNotOffered,
    NotInRegion,
    OnlyRaised,
    PoolIsJoined,
    PoolNotOpen,
    QuantityNotPooled,
    TooLateToWithdraw,
)
from trade.pooling.rules.shares import Share, Sharing, share_out
from trade.pooling.rules.standing import Demand, Further, Standing, standing, step_for_price, step_reached
from trade.pooling.rules.states import WRITABLE, CommitmentState, Failure, Means, PoolState, Release, move
from trade.pooling.rules.terms import (
    EXTENSION_MAX,
    GOODS_MAX,
    REGIONS_MAX,
    STEPS_MAX,
    WINDOW_MAX,
    PooledGood,
    Terms,
    problems_of,
)

__all__ = [
    "EXTENSION_MAX",
    "GOODS_MAX",
    "REGIONS_MAX",
    "STEPS_MAX",
    "WINDOW_MAX",
    "WRITABLE",
    "AlreadyCommitted",
    "BeyondLimits",
    "CommitmentState",
    "Committed",
    "Decision",
    "Demand",
    "ExtendedBefore",
    "Failure",
    "Further",
    "Good",
    "Means",
    "MeansNotOffered",
    "NotInRegion",
    "OnlyRaised",
    "PoolIsJoined",
    "PoolNotOpen",
    "PoolState",
    "PooledGood",
    "QuantityNotPooled",
    "Release",
    "Share",
    "Sharing",
    "Standing",
    "Terms",
    "TooLateToWithdraw",
    "amount_of",
    "decide",
    "demand_of",
    "gross_of",
    "move",
    "problems_of",
    "share_out",
    "standing",
    "step_for_price",
    "step_reached",
]
