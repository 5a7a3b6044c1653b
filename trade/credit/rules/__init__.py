"""What credit is, by itself."""

from trade.credit.rules.lines import (
    Capture,
    CreditOrder,
    CreditRefused,
    Fault,
    LineState,
    NothingOwed,
    TakenOff,
    move_line,
)
from trade.credit.rules.terms import (
    INSTALMENTS_MAX,
    TERM_DAYS,
    Instalment,
    Means,
    TermKind,
    Terms,
    instalments,
    months_later,
)

__all__ = [
    "INSTALMENTS_MAX",
    "TERM_DAYS",
    "Capture",
    "CreditOrder",
    "CreditRefused",
    "Fault",
    "Instalment",
    "LineState",
    "Means",
    "NothingOwed",
    "TakenOff",
    "TermKind",
    "Terms",
    "instalments",
    "months_later",
    "move_line",
]
