"""Looking at the database from outside of the actions."""

from __future__ import annotations

from psycopg import errors as postgres
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from trade.kernel.actor import Actor
from trade.kernel.work import bind_actor


def constraint_of(error: IntegrityError) -> str | None:
    """Name the constraint that refused."""
    assert isinstance(error.orig, postgres.Error)
    return error.orig.diag.constraint_name


def snapshot(session: Session) -> dict[str, tuple[int, int]]:
    """Return how many rows each table holds, and a sum over all their content."""
    bind_actor(session, Actor.system())
    tables = session.scalars(text("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")).all()
    parts = (
        f"SELECT '{name}', count(*), coalesce(sum(hashtextextended(t::text, 0)::numeric), 0) FROM {name} t"
        for name in tables
    )
    found = {name: (rows, int(content)) for name, rows, content in session.execute(text(" UNION ALL ".join(parts)))}
    session.commit()
    return found
