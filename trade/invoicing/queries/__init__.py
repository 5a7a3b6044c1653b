"""Papers as their screens show them."""

from trade.invoicing.queries.accounts import AccountStatement, wallet_statement
from trade.invoicing.queries.papers import (
    PaperDetail,
    PaperFilter,
    PaperLineRow,
    PaperRow,
    paper,
    papers_after,
    papers_of_order,
)
from trade.invoicing.queries.remittances import Remittance, remittance

__all__ = [
    "AccountStatement",
    "PaperDetail",
    "PaperFilter",
    "PaperLineRow",
    "PaperRow",
    "Remittance",
    "paper",
    "papers_after",
    "papers_of_order",
    "remittance",
    "wallet_statement",
]
