"""Tables of settlement: runs and statements, their items, payouts."""

from trade.settlement.models.items import RunSeller, SettlementTerms, StatementItem
from trade.settlement.models.payouts import Payout
from trade.settlement.models.statements import SettlementRun, Statement, StatementLine

__all__ = [
    "Payout",
    "RunSeller",
    "SettlementRun",
    "SettlementTerms",
    "Statement",
    "StatementItem",
    "StatementLine",
]
