"""What time does with applications and permits by itself."""

from __future__ import annotations

from uuid import UUID

from jobs.calls import system_call
from trade.admission import actions


def look_at_permits() -> None:
    """Warn of permits that end, and suspend whoever goes on without one; each in a transaction of its own."""
    after: UUID | None = None
    while True:
        with system_call() as call:
            after = actions.look_at_next_permit(call, after=after)
        if after is None:
            break
    more = True
    while more:
        with system_call() as call:
            more = actions.stop_next_without_permit(call)


def forget_unopened() -> None:
    """Forget applications whose link nobody opened; each in a transaction of its own."""
    after: UUID | None = None
    more = True
    while more:
        with system_call() as call:
            after = actions.forget_next_unopened(call, after=after)
        more = after is not None
