"""What screens ask about claims."""

from trade.claims.queries.cases import (
    ClaimDetail,
    ClaimRow,
    claim_detail,
    claims_of,
    claims_of_order,
    claims_open,
)
from trade.claims.queries.claimable import ClaimableLine, claimable_lines
from trade.claims.queries.due import claims_owed_back, claims_run_out

__all__ = [
    "ClaimDetail",
    "ClaimRow",
    "ClaimableLine",
    "claim_detail",
    "claimable_lines",
    "claims_of",
    "claims_of_order",
    "claims_open",
    "claims_owed_back",
    "claims_run_out",
]
