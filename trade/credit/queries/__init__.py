"""What credit's screens ask."""

from trade.credit.queries.account import Account, AccountLine, account
from trade.credit.queries.cases import (
    ApplicationRow,
    ProposalRow,
    applications,
    applications_of,
    applications_waiting,
    proposal_decisions,
    proposal_owner,
    proposals_of,
    write_off_decisions,
    write_off_owner,
)
from trade.credit.queries.dues import Due, ageing, dues_after, dues_of, late_rate, open_fees
from trade.credit.queries.foreseeing import Foresight, default_model, foresight, learn_from, observations_of
from trade.credit.queries.invoices import InvoiceDetail, invoice_detail, invoice_of_order
from trade.credit.queries.lines import Exposure, LineRow, credit_lines, exposure, line_currencies
from trade.credit.queries.payments import Payments, late_owners, payments_of
from trade.credit.queries.standing import Standing, standing_of

__all__ = [
    "Account",
    "AccountLine",
    "ApplicationRow",
    "Due",
    "Exposure",
    "Foresight",
    "InvoiceDetail",
    "LineRow",
    "Payments",
    "ProposalRow",
    "Standing",
    "account",
    "ageing",
    "applications",
    "applications_of",
    "applications_waiting",
    "credit_lines",
    "default_model",
    "dues_after",
    "dues_of",
    "exposure",
    "foresight",
    "invoice_detail",
    "invoice_of_order",
    "late_owners",
    "late_rate",
    "learn_from",
    "line_currencies",
    "observations_of",
    "open_fees",
    "payments_of",
    "proposal_decisions",
    "proposal_owner",
    "proposals_of",
    "standing_of",
    "write_off_decisions",
    "write_off_owner",
]
