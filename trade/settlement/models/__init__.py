"""Tables of settlement: runs and statements, their items."""

from trade.settlement.models.disputes import LineDispute
from trade.settlement.models.items import RunSeller, SettlementTerms, StatementItem
from trade.settlement.models.statements import SettlementRun, Statement, StatementLine

__all__ = [
    "LineDispute",
    "RunSeller",
    "SettlementRun",
    "SettlementTerms",
    "Statement",
    "StatementItem",
    "StatementLine",
]
