"""What happens to orders by itself."""

from __future__ import annotations

from jobs.calls import settings, system_call
from trade.ordering import actions


def complete_orders() -> None:
    """Complete delivered orders whose claim window has ended."""
    with system_call() as call:
        actions.complete_orders(call, claim_window_days=settings().claim_window_days)


def deliver_overdue() -> None:
    """Take shipments as received that nobody has confirmed for long enough."""
    with system_call() as call:
        actions.deliver_overdue(call, after_days=settings().receipt_days)
