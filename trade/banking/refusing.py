"""Why a file that a job has read was refused, as it is kept beside the file until somebody has seen it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from trade.banking.ports import BankFileRefused, FileFault
from trade.banking.rules import StatementBroken, StatementKnown
from trade.kernel.errors import DomainError
from trade.kernel.money import Money

Refused = BankFileRefused | StatementBroken | StatementKnown
"""What reading a file may end in; nothing is kept of it then."""


def plain_refusal(error: Refused) -> dict[str, Any]:
    """Return what JSON says of a refusal."""
    if isinstance(error, BankFileRefused):
        return {"fault": error.fault, "row": error.row}
    if isinstance(error, StatementBroken):
        return {"statement": error.bank_id, "minor": error.gap.minor, "currency": error.gap.currency}
    return {}


def refusal_of(told: Mapping[str, Any]) -> DomainError:
    """Return the refusal that JSON says."""
    if "fault" in told:
        return BankFileRefused(FileFault(told["fault"]), row=told["row"])
    if "statement" in told:
        return StatementBroken(told["statement"], Money(told["minor"], told["currency"]))
    return StatementKnown()
