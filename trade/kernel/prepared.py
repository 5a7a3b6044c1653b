"""Statements that are built once, at import, and only given their values when they run.

SQLAlchemy builds a statement out of a hundred objects and looks up its compiled text by a key made of all of them; for the
short reads of every page that costs more than the database does. A statement built once keeps its key.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import CursorResult, Executable
from sqlalchemy.orm import Session


def run(session: Session, statement: Executable, values: Any = None) -> CursorResult[*tuple[Any, ...]]:
    """Run ``statement`` in the session's transaction with ``values`` for its parameters, past the ORM.

    It sees what the session has not written yet. Rows are of columns: statements that answer whole records go to
    the session itself.
    """
    session.flush()
    return session.connection().execute(statement, values)
