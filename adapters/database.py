"""Engines and sessions: the options that all processes share, and sessions for work without Flask."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine, create_engine
from sqlalchemy.orm import Session

from trade.kernel.actor import Actor
from trade.kernel.outbox import Send
from trade.kernel.work import bind_actor

PLANNED_ONCE = "-c plan_cache_mode=force_generic_plan"
"""The statements of pages are planned once a connection: planning takes many times as long as running them."""

WEB_LIMITS = f"-c statement_timeout=10s -c lock_timeout=5s -c idle_in_transaction_session_timeout=60s {PLANNED_ONCE}"
"""A page that needs longer than this is a fault, and must not hold its locks."""


def engine_options(*, connections: int, server_settings: str = "") -> dict[str, Any]:
    """Return what ``create_engine`` is told beside the address.

    One connection per thread and none in reserve: a process can never take more of the server's connections than it
    has threads to use them.
    """
    return {
        "pool_size": connections,
        "max_overflow": 0,
        "pool_timeout": 5,
        "pool_pre_ping": False,
        "pool_recycle": 1800,
        "connect_args": {
            "options": f"-c timezone=UTC {server_settings}".strip(),
            "connect_timeout": 5,
            "prepare_threshold": 1,  # nearly every statement comes again: it is kept from its second time on
        },
    }


def open_engine(url: str, *, connections: int = 1, server_settings: str = "") -> Engine:
    """Make an engine for a worker or a command."""
    return create_engine(url, **engine_options(connections=connections, server_settings=server_settings))


@contextmanager
def session_on(engine: Engine, actor: Actor, send: Send | None = None) -> Iterator[Session]:
    """Open a session on behalf of ``actor``, whose outbox rows ``send`` queues after each commit."""
    with Session(engine) as session:
        session.info["send"] = send
        bind_actor(session, actor)
        yield session
