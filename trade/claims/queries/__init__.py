"""What screens ask about claims."""

from trade.claims.queries.carriers import LOSS, CarriedRow, CarrierRow, carried, carrier_of, carriers, loss_decisions
from trade.claims.queries.cases import ClaimDetail, ClaimedGoods, claim_detail
from trade.claims.queries.claimable import ClaimableLine, claimable_lines
from trade.claims.queries.due import claims_owed_back, claims_owed_by_carriers, claims_run_out
from trade.claims.queries.lists import claim_states, claims_of, claims_of_order, claims_open, claims_to_decide, sold
from trade.claims.queries.returns import ReturnRow
from trade.claims.queries.rows import ClaimRow

__all__ = [
    "LOSS",
    "CarriedRow",
    "CarrierRow",
    "ClaimDetail",
    "ClaimRow",
    "ClaimableLine",
    "ClaimedGoods",
    "ReturnRow",
    "carried",
    "carrier_of",
    "carriers",
    "claim_detail",
    "claim_states",
    "claimable_lines",
    "claims_of",
    "claims_of_order",
    "claims_open",
    "claims_owed_back",
    "claims_owed_by_carriers",
    "claims_run_out",
    "claims_to_decide",
    "loss_decisions",
    "sold",
]
