"""Statements that are built once, at import, and only given their values when they run.

SQLAlchemy builds a statement out of a hundred objects and looks up its compiled text by a key made of all of them; for the
short reads of every page that costs more than the database does. A statement built once keeps its key, and the texts that it
was compiled to: a key of a thousand parts is not even hashed.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import ColumnElement, CursorResult, Executable, Integer, Text, func, literal, literal_column, select
from sqlalchemy.engine.interfaces import CoreExecuteOptionsParameter
from sqlalchemy.orm import Session


def run(session: Session, statement: Executable, values: Any = None) -> CursorResult[*tuple[Any, ...]]:
    """Run ``statement`` in the session's transaction with ``values`` for its parameters, past the ORM.

    It sees what the session has not written yet. Rows are of columns: statements that answer whole records go to
    the session itself.
    """
    session.flush()
    return session.connection().execute(statement, values, execution_options=_compiled(statement))


class _Texts(dict[Any, Any]):
    """What one statement was compiled to, by dialect and the names of its values; its own part of the key is left out."""

    def get(self, key: Any, default: Any = None) -> Any:
        return super().get(_rest(key), default)

    def __setitem__(self, key: Any, compiled: Any) -> None:
        super().__setitem__(_rest(key), compiled)


def _rest(key: Any) -> tuple[Any, ...]:
    dialect, _, names, translated, many = key
    return dialect, names, translated, many


@lru_cache(maxsize=2048)
def _compiled(statement: Executable) -> CoreExecuteOptionsParameter:
    """The texts of a statement, by its identity: SQLAlchemy's statements are equal to nothing but themselves."""
    return {"compiled_cache": _Texts()}


def fixed(value: int | str) -> ColumnElement[Any]:
    """Write a constant of ours into the statement itself, where SQLAlchemy would make a parameter of it.

    Three dozen parameters that never change are converted and sent at each run; and a prepared plan for any limit would
    read the whole table first. Never for what somebody typed.
    """
    if isinstance(value, int):
        return literal_column(str(int(value)), Integer)
    return literal_column("'" + value.replace("'", "''") + "'", Text)


_ANEW: Final = select(func.set_config("plan_cache_mode", "force_custom_plan", literal(value=True)))


def plan_anew(session: Session) -> None:
    """Let PostgreSQL plan the rest of this transaction for the values it gets, not once for any.

    Pages keep their plans (``adapters.database``). What looks for the beginning of a word needs the word to find an index.
    """
    session.connection().execute(_ANEW)


@contextmanager
def in_bulk(session: Session) -> Iterator[None]:
    """Let PostgreSQL join whole tables meanwhile, not row by row.

    For counts and orders over all of a market: behind row-level security it takes thousands of rows for one, and would
    look each up by itself. Pages of a list are looked up row by row, so what runs afterwards is planned as ever.
    """
    connection = session.connection()
    connection.execute(_WHOLE_TABLES)
    yield
    connection.execute(_ROW_BY_ROW)


@contextmanager
def in_heaps(session: Session) -> Iterator[None]:
    """Let PostgreSQL count whole tables by hashing meanwhile: it takes a few hundred heaps for as many as there are rows, and would sort those."""
    connection = session.connection()
    connection.execute(_BY_HASHING)
    yield
    connection.execute(_AS_EVER)


_BY_HASHING: Final = select(
    func.set_config("enable_sort", "off", literal(value=True)),
    func.set_config("enable_nestloop", "off", literal(value=True)),
)
_AS_EVER: Final = select(
    func.set_config("enable_sort", "on", literal(value=True)),
    func.set_config("enable_nestloop", "on", literal(value=True)),
)
_WHOLE_TABLES: Final = select(func.set_config("enable_nestloop", "off", literal(value=True)))
_ROW_BY_ROW: Final = select(func.set_config("enable_nestloop", "on", literal(value=True)))
