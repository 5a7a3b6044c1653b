"""What the screens of pools ask."""

from trade.pooling.queries.commitments import (
    CommitmentRow,
    PoolOfCommitment,
    ShareRow,
    ShipmentMember,
    ShipmentRow,
    orders_to_send,
    own_commitment,
    pools_of_commitments,
    shipments_of,
)
from trade.pooling.queries.detail import (
    Progress,
    Saving,
    SharedPool,
    pool_detail,
    progress,
    saving,
    shared_pool,
)
from trade.pooling.queries.ideas import IdeaRow, pool_ideas
from trade.pooling.queries.lists import (
    MemberToTell,
    due_pools,
    find_pool,
    joined_pools,
    members_to_tell,
    open_pools,
    pools_closing_soon,
    seller_pools,
    unfinished_pools,
)
from trade.pooling.queries.rows import Phase, PoolGoodRow, PoolRow, phase_of

__all__ = [
    "CommitmentRow",
    "IdeaRow",
    "MemberToTell",
    "Phase",
    "PoolGoodRow",
    "PoolOfCommitment",
    "PoolRow",
    "Progress",
    "Saving",
    "ShareRow",
    "SharedPool",
    "ShipmentMember",
    "ShipmentRow",
    "due_pools",
    "find_pool",
    "joined_pools",
    "members_to_tell",
    "open_pools",
    "orders_to_send",
    "own_commitment",
    "phase_of",
    "pool_detail",
    "pool_ideas",
    "pools_closing_soon",
    "pools_of_commitments",
    "progress",
    "saving",
    "seller_pools",
    "shared_pool",
    "shipments_of",
    "unfinished_pools",
]
