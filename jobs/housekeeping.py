"""Keeping the queue honest."""

from __future__ import annotations

from jobs.calls import settings, system_call
from jobs.queueing import Sender
from trade.kernel.errands import take_due_errands
from trade.parties import actions
from trade.parties.sealing import Seal


def sweep_outbox() -> None:
    """Queue again what was promised and is not done: the queue may have lost it."""
    send = Sender(settings().redis_url)
    with system_call() as call:
        for errand in take_due_errands(call):
            send(errand.number, errand.job, errand.arguments)


def seal_anew() -> None:
    """Seal under the present secret what a former one sealed: a day after a change, the former one is needed no more."""
    with system_call() as call:
        actions.seal_anew(call, Seal(settings().secrets))


def forget_devices() -> None:
    """Forget which browsers sessions were opened from, once no claim asks for it any more."""
    with system_call() as call:
        actions.forget_devices(call)
