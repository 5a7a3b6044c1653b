"""Killing a process in the middle of a job: when a moment has come, or at the n-th call of something it calls."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from itertools import count
from typing import Any
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


def killed_at(number: int, place: tuple[Any, str], job: Callable[[], None]) -> None:
    """Let a process run a job until it is killed: right after the ``number``-th call of what stands under a name in a module."""
    child = os.fork()
    if child == 0:
        where, name = place
        was, seen = getattr(where, name), count(1)

        def deadly(*told: Any) -> None:
            was(*told)
            if next(seen) == number:
                os.kill(os.getpid(), signal.SIGKILL)

        try:
            setattr(where, name, deadly)
            job()
        finally:
            os._exit(1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL


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
