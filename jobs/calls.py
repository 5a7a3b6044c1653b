"""How a job reaches the database: one engine a process, the system as actor, the clock read once."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Final
from uuid import UUID

from sqlalchemy import Engine

from adapters.clock import now
from adapters.database import open_engine, session_on
from adapters.script import Chinese
from jobs.queueing import Sender
from settings import Settings
from trade.catalogue import ports as catalogue
from trade.kernel.actor import Actor
from trade.kernel.work import Call

log: Final = logging.getLogger(__name__)

catalogue.provide(Chinese())  # a job that names goods writes what they are found by


@cache
def settings() -> Settings:
    """The settings of this process."""
    return Settings.from_environment().resolve()


@cache
def _engine(process: int) -> Engine:
    """One engine a process: a connection must never be shared over a fork."""
    return open_engine(settings().database_url)


@contextmanager
def system_call() -> Iterator[Call]:
    """A call on behalf of the system; a new one for each action, so that each reads the clock."""
    with party_call(Actor.system()) as call:
        yield call


@contextmanager
def party_call(actor: Actor) -> Iterator[Call]:
    """A call on behalf of a member, for what they began and a job goes on with: it sees no more than they do."""
    send = Sender(settings().redis_url)
    with session_on(_engine(os.getpid()), actor, send) as session:
        yield Call(session, actor, now())


def each_by_itself(ids: Iterable[UUID], act: Callable[[UUID], object]) -> None:
    """Act on each of several things; one that fails keeps no other waiting, and fails the job once all have had their turn."""
    first: Exception | None = None
    for one in ids:
        try:
            act(one)
        except Exception as error:
            log.exception("%s failed", one)
            first = first or error
    if first is not None:
        raise first
