"""What the books and every area beside them must say alike: one list for ``flask ledger verify``, its job and the tests."""

from __future__ import annotations

from typing import Final

from trade.banking.verify import CHECKS as _BANKING
from trade.claims.verify import CHECKS as _CLAIMS
from trade.credit.verify import CHECKS as _CREDIT
from trade.invoicing.verify import CHECKS as _INVOICING
from trade.ordering.verify import CHECKS as _ORDERING
from trade.payouts.verify import CHECKS as _PAYOUTS
from trade.pooling.verify import CHECKS as _POOLING
from trade.settlement.verify import CHECKS as _SETTLEMENT

CHECKS: Final[dict[str, str]] = {
    **_BANKING,
    **_CLAIMS,
    **_CREDIT,
    **_INVOICING,
    **_ORDERING,
    **_PAYOUTS,
    **_POOLING,
    **_SETTLEMENT,
}
"""Questions about the whole market, each of which answers the ids of what is wrong."""
