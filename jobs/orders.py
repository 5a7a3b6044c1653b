"""What happens to orders by itself."""

from __future__ import annotations

from uuid import UUID

from jobs.calls import settings, system_call
from trade.ordering import actions


def complete_orders() -> None:
    """Complete delivered orders whose claim window has ended."""
    with system_call() as call:
        actions.complete_orders(call, claim_window_days=settings().claim_window_days)


def tell_spoilt() -> None:
    """Tell buyers of orders for which no lot is left that keeps until it arrives."""
    after: UUID | None = None
    while True:
        with system_call() as call:
            after = actions.tell_spoilt(call, after=after)
        if after is None:
            return


def deliver_overdue() -> None:
    """Take shipments as received that nobody has confirmed for long enough."""
    with system_call() as call:
        actions.deliver_overdue(call, after_days=settings().receipt_days)
