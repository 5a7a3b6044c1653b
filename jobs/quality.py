"""What follows from goods being held back, or from their seller being taken off the market."""

from __future__ import annotations

from jobs.calls import each_by_itself, system_call
from jobs.pools import in_a_call
from trade.pooling import actions, queries


def fail_dead_pools() -> None:
    """Fail open pools whose goods must not be sold, or whose seller is off the market; each promises an errand that gives everybody their money back."""
    with system_call() as call:
        held = queries.dead_pools(call.session)
    each_by_itself(held, lambda pool_id: in_a_call(actions.fail_dead, pool_id))
