"""What screens ask about claims."""

from trade.claims.queries.cases import ClaimDetail, claim_detail
from trade.claims.queries.claimable import ClaimableLine, claimable_lines
from trade.claims.queries.due import claims_owed_back, claims_run_out
from trade.claims.queries.lists import claim_states, claims_of, claims_of_order, claims_open, sold
from trade.claims.queries.rows import ClaimRow

__all__ = [
    "ClaimDetail",
    "ClaimRow",
    "ClaimableLine",
    "claim_detail",
    "claim_states",
    "claimable_lines",
    "claims_of",
    "claims_of_order",
    "claims_open",
    "claims_owed_back",
    "claims_run_out",
    "sold",
]
