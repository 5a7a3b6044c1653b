"""Tables of credit."""

from trade.credit.models.cases import CreditApplication, CreditFee, CreditProposal, CreditWriteOff
from trade.credit.models.defaulting import DefaultModel
from trade.credit.models.invoices import CreditInstalment, CreditInvoice, CreditMovement
from trade.credit.models.lines import CreditLine

__all__ = [
    "CreditApplication",
    "CreditFee",
    "CreditInstalment",
    "CreditInvoice",
    "CreditLine",
    "CreditMovement",
    "CreditProposal",
    "CreditWriteOff",
    "DefaultModel",
]
