"""Killing a process while it resolves the commitments of a pool."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from uuid import UUID

from settings import Settings
from tests.trade.market import Market


def killed(
    deed: Callable[[UUID, Settings], None], pool_id: UUID, settings: Settings, moment: Callable[[], None]
) -> None:
    """Do a deed in a process of its own and kill that when the moment has come."""
    ready, begun = os.pipe()
    child = os.fork()
    if child == 0:  # it shares nothing it could break: connections are its own, and it never comes back
        with suppress(BaseException):
            os.write(begun, b"!")
            deed(pool_id, settings)
        os._exit(0)
    os.read(ready, 1)
    os.close(ready)
    os.close(begun)
    moment()
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


def waiting(market: Market, pool_id: UUID) -> int:
    """So many commitments are not resolved."""
    rows = market.rows("SELECT count(*) FROM commitments WHERE pool_id = :id AND state = 'open'", id=pool_id)
    return int(rows[0][0])


def await_progress(market: Market, pool_id: UUID, before: int, pause: float) -> None:
    """Wait until some more of a pool is resolved, and a moment longer."""
    until = time.monotonic() + 10
    while before and waiting(market, pool_id) == before:
        assert time.monotonic() < until, "nothing is resolved any more"
    time.sleep(pause)
