"""Tables of settlement: runs and statements, their items, what is recovered from sellers."""

from trade.settlement.models.disputes import LineDispute
from trade.settlement.models.items import RunSeller, SettlementTerms, StatementItem
from trade.settlement.models.recoveries import CommissionReturn, Recovery, RecoveryWriteOff
from trade.settlement.models.statements import SettlementRun, Statement, StatementLine

__all__ = [
    "CommissionReturn",
    "LineDispute",
    "Recovery",
    "RecoveryWriteOff",
    "RunSeller",
    "SettlementRun",
    "SettlementTerms",
    "Statement",
    "StatementItem",
    "StatementLine",
]
