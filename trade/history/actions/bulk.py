"""Many rows at once: COPY into a temporary table, then one INSERT that every policy and constraint sees."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any, Final, cast

import psycopg
from psycopg import sql
from sqlalchemy.orm import Session

from trade.kernel.base import Base

_LINES_AT_ONCE: Final = 2_000

# COPY itself is refused where row-level security watches, so it goes through a table that nobody else sees.
_MAKE: Final = sql.SQL("CREATE TEMPORARY TABLE incoming ON COMMIT DROP AS SELECT {columns} FROM {table} WITH NO DATA")
_COPY: Final = sql.SQL("COPY incoming ({columns}) FROM STDIN")
_MOVE: Final = sql.SQL("INSERT INTO {table} ({columns}) SELECT {columns} FROM incoming ON CONFLICT DO NOTHING")


def copy_lines(session: Session, table: str, lines: Iterable[str]) -> None:
    """Copy lines, already in COPY's text format, into a temporary table."""
    statement = sql.SQL("COPY {} FROM STDIN").format(sql.Identifier(table))
    with connection_of(session).cursor().copy(statement) as copy:
        iterator = iter(lines)
        while block := "".join(islice(iterator, _LINES_AT_ONCE)):
            copy.write(block)


def insert_rows(session: Session, model: type[Base], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Insert rows given as values of ``columns``; a row whose key is there already is passed over."""
    names = {
        "table": sql.Identifier(model.__tablename__),
        "columns": sql.SQL(", ").join(map(sql.Identifier, columns)),
    }
    with connection_of(session).cursor() as cursor:
        cursor.execute(_MAKE.format(**names))
        with cursor.copy(_COPY.format(**names)) as copy:
            for row in rows:
                copy.write_row(row)
        cursor.execute(_MOVE.format(**names))
        cursor.execute("DROP TABLE incoming")


def connection_of(session: Session) -> psycopg.Connection[Any]:
    """Return the driver's own connection, in the session's transaction."""
    return cast("psycopg.Connection[Any]", session.connection().connection.driver_connection)
