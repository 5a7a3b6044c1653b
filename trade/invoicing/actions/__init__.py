"""The verbs of invoicing: issue what is due, and nothing else ever happens to a paper."""

from trade.invoicing.actions.commissions import issue_commissions
from trade.invoicing.actions.corrections import credit_corrections, credit_returns
from trade.invoicing.actions.demands import issue_demand
from trade.invoicing.actions.orders import issue_invoice, issue_of_order, issue_waiting

__all__ = [
    "credit_corrections",
    "credit_returns",
    "issue_commissions",
    "issue_demand",
    "issue_invoice",
    "issue_of_order",
    "issue_waiting",
]
