"""What happens to stock by itself: promises end, and goods grow old."""

from __future__ import annotations

from uuid import UUID

from jobs.calls import system_call
from trade.stock import actions
from trade.stock.actions.promises import EXPIRY_BATCH


def expire_reservations() -> None:
    """Forget reservations that are over, a few SKUs a transaction, so that no buyer waits for it."""
    forgotten = EXPIRY_BATCH
    while forgotten >= EXPIRY_BATCH:
        with system_call() as call:
            forgotten = actions.expire_reservations(call)


def weigh_lots() -> None:
    """See which lots die too early by now to be sold, batch by batch."""
    with system_call() as call:
        last: UUID | None = actions.weigh_lots(call)
    while last is not None:
        with system_call() as call:
            last = actions.weigh_lots(call, after=last)
