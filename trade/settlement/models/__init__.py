"""Tables of settlement: runs and statements, payouts."""

from trade.settlement.models.payouts import Payout
from trade.settlement.models.statements import SettlementRun, Statement, StatementLine

__all__ = ["Payout", "SettlementRun", "Statement", "StatementLine"]
