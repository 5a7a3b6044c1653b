"""One pool that fails keeps no other waiting."""

from __future__ import annotations

from uuid import UUID, uuid5

import pytest

from jobs.calls import each_by_itself


def test_a_pool_that_fails_lets_the_others_have_their_turn_and_fails_the_job_at_the_end() -> None:
    pools = [uuid5(UUID(int=0), str(number)) for number in range(4)]
    done = []

    def act(pool_id: UUID) -> None:
        done.append(pool_id)
        if pool_id in pools[:2]:
            raise ValueError(pools.index(pool_id))

    with pytest.raises(ValueError, match="0"):
        each_by_itself(pools, act)
    assert done == pools
