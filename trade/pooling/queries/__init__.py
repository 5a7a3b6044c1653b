"""What the screens of pools ask."""

from trade.pooling.queries.commitments import (
    CommitmentRow,
    PoolOfCommitment,
    ShareRow,
    own_commitment,
    pools_of_commitments,
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
from trade.pooling.queries.holds import Hold, holds
from trade.pooling.queries.ideas import IdeaRow, pool_ideas, sold_of
from trade.pooling.queries.lists import (
    MemberToTell,
    all_pools,
    due_pools,
    find_pool,
    joined_pools,
    members_to_tell,
    missed_pools,
    open_pools,
    pools_closing_soon,
    seller_pools,
    unfinished_pools,
)
from trade.pooling.queries.rows import Phase, PoolGoodRow, PoolRow, phase_of
from trade.pooling.queries.shipments import (
    ShipmentDetail,
    ShipmentMember,
    ShipmentSummary,
    orders_to_send,
    shipment_detail,
    shipments_of,
)

__all__ = [
    "CommitmentRow",
    "Hold",
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
    "ShipmentDetail",
    "ShipmentMember",
    "ShipmentSummary",
    "all_pools",
    "due_pools",
    "find_pool",
    "holds",
    "joined_pools",
    "members_to_tell",
    "missed_pools",
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
    "shipment_detail",
    "shipments_of",
    "sold_of",
    "unfinished_pools",
]
