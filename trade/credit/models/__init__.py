"""Tables of credit."""

from trade.credit.models.invoices import CreditInstalment, CreditInvoice, CreditMovement
from trade.credit.models.lines import CreditLine

__all__ = ["CreditInstalment", "CreditInvoice", "CreditLine", "CreditMovement"]
