"""The finance desk: credit lines, transfers in, settlement, payouts with two people, and the books behind them."""

from typing import Final

from blueprints.finance import (
    audit,
    bank,
    bank_words,
    batches,
    commission,
    credit,
    credit_case,
    credit_invoice,
    decisions,
    disputes,
    exports,
    home,
    inbox,
    ledger,
    lines,
    matching,
    payouts,
    periods,
    rate_words,
    rates,
    receipts,
    recoveries,
    refusals,
    returns,
    settlements,
    statements,
    terms,
    work_files,
)
from blueprints.finance.blueprint import blueprint
from trade.kernel.actor import Permission
from web import books, portals
from web import recoveries as recovery_words
from web import statements as statement_words
from web.translation import lazy_gettext as _l

__all__ = [
    "NAV",
    "audit",
    "bank",
    "bank_words",
    "batches",
    "blueprint",
    "commission",
    "credit",
    "credit_case",
    "credit_invoice",
    "decisions",
    "disputes",
    "exports",
    "home",
    "inbox",
    "ledger",
    "lines",
    "matching",
    "payouts",
    "periods",
    "rate_words",
    "rates",
    "receipts",
    "recoveries",
    "refusals",
    "returns",
    "settlements",
    "statements",
    "terms",
    "work_files",
]

NAV: Final = (
    (_l("Money"), "finance.today", Permission.SEE_FINANCE),
    (_l("To decide"), "finance.inbox", Permission.SEE_FINANCE),
    (_l("Credit lines"), "finance.credit_line_list", Permission.SEE_FINANCE),
    (_l("Bank"), "finance.bank", Permission.SEE_FINANCE),
    (_l("Transfers"), "finance.receipt_list", Permission.SEE_FINANCE),
    (_l("Settlements"), "finance.settlement_list", Permission.SEE_FINANCE),
    (_l("Commission"), "finance.commission", Permission.SEE_FINANCE),
    (_l("Rates and limits"), "finance.rates", Permission.SEE_FINANCE),
    (_l("Statements"), "finance.statement_list", Permission.SEE_FINANCE),
    (_l("Disputes"), "finance.dispute_list", Permission.SEE_FINANCE),
    (_l("To recover from sellers"), "finance.recovery_list", Permission.SEE_FINANCE),
    (_l("Payouts"), "finance.payout_inbox", Permission.SEE_FINANCE),
    (_l("Ledger"), "finance.books", Permission.SEE_FINANCE),
    (_l("Audit trail"), "finance.audit", Permission.SEE_FINANCE),
)

books.teach(blueprint)
statement_words.teach(blueprint)
recovery_words.teach(blueprint)
portals.count_at("finance.bank", lines.waiting)
portals.count_at("finance.receipt_list", receipts.waiting)
portals.count_at("finance.credit_line_list", credit.waiting)
portals.count_at("finance.inbox", inbox.waiting)
portals.count_at("finance.dispute_list", disputes.waiting)
