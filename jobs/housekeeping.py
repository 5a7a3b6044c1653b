"""Keeping the queue honest."""

from __future__ import annotations

from jobs.calls import settings, system_call
from jobs.queueing import Sender
from trade.kernel.errands import take_due_errands


def sweep_outbox() -> None:
    """Queue again what was promised and is not done: the queue may have lost it."""
    send = Sender(settings().redis_url)
    with system_call() as call:
        for errand in take_due_errands(call):
            send(errand.number, errand.job, errand.arguments)
