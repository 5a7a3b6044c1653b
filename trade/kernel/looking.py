"""Judging by what the actor may not see."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.orm import Session

from trade.kernel.actor import Actor
from trade.kernel.work import Work, bind_actor


@contextmanager
def as_system(work: Work) -> Iterator[Session]:
    """Look at everything for a moment, inside an action. What is found stays there; nothing is written meanwhile."""
    work.session.flush()
    bind_actor(work.session, Actor.system())
    try:
        yield work.session
    except BaseException:
        work.session.info["actor"] = work.actor  # the transaction is undone; the next one is the actor's again
        raise
    bind_actor(work.session, work.actor)
