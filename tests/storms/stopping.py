"""Stopping others in the middle of what they do: they wait, visibly, for a row that the test holds."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Engine, text

_BEHIND = text(
    "WITH RECURSIVE behind (pid) AS (SELECT CAST(:pid AS integer) UNION SELECT a.pid FROM pg_stat_activity a"
    " JOIN behind b ON b.pid = ANY (pg_blocking_pids(a.pid)) WHERE a.wait_event_type = 'Lock')"
    " SELECT count(*) - 1 FROM behind"
)


@dataclass
class Barrier:
    """A row that is held until it is let go."""

    holder: Connection
    watcher: Connection
    pid: int

    def waiting(self) -> int:
        """How many transactions stand behind it, or behind one another."""
        found = self.watcher.execute(_BEHIND, {"pid": self.pid}).scalar_one()
        self.watcher.rollback()
        return int(found)

    def lift(self) -> None:
        """Let the row go; whoever waited for it goes on, if it lives."""
        self.holder.rollback()


@contextmanager
def barrier(engine: Engine, statement: str, **values: Any) -> Iterator[Barrier]:
    """Hold the rows that a statement selects, at the longest until the block ends."""
    with engine.connect() as holder, engine.connect() as watcher:
        pid = holder.execute(text("SELECT pg_backend_pid()")).scalar_one()
        holder.execute(text(f"{statement} FOR UPDATE"), values)
        yield Barrier(holder, watcher, pid)
