"""Listens to the SQL of a piece of our work, and plays it again with nothing but psycopg."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg.types.json import Json, Jsonb
from sqlalchemy import Engine, event

Statement = tuple[str, Any]
REFERENCE = re.compile(r"[A-Z]{2}-[0-9A-Z]{4}-[0-9A-Z]{3}")


@contextmanager
def recording(engine: type[Engine] | Engine = Engine) -> Iterator[list[Statement]]:
    """Collect every statement, with its parameters, that SQLAlchemy sends meanwhile."""
    heard: list[Statement] = []

    def hear(_c: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, executemany: bool) -> None:  # noqa: FBT001 - SQLAlchemy calls it
        heard.extend((statement, one) for one in (parameters if executemany else [parameters]))

    event.listen(engine, "before_cursor_execute", hear)
    try:
        yield heard
    finally:
        event.remove(engine, "before_cursor_execute", hear)


def fresh_values(statements: list[Statement], made: set[str]) -> Callable[[], list[Statement]]:
    """Return what makes the same statements for another effect.

    ``made`` are the ids, references and keys that the recorded effect made; each gets a new value
    every time, wherever it stands, also inside of texts.
    """

    def again() -> list[Statement]:
        new = {old: _another(old) for old in made}
        return [(statement, _swap(parameters, new)) for statement, parameters in statements]

    return again


def play(connection: psycopg.Connection[Any], statements: list[Statement]) -> None:
    """Run statements in one transaction, reading every answer."""
    with connection.cursor() as cursor:
        for statement, parameters in statements:
            cursor.execute(statement, parameters)
            if cursor.description is not None:
                cursor.fetchall()
    connection.commit()


def _another(old: str) -> str:
    if REFERENCE.fullmatch(old):
        return f"{old[:3]}{uuid.uuid4().hex[:4].upper()}-{uuid.uuid4().hex[:3].upper()}"
    return str(uuid.uuid4())


def _swap(value: Any, new: dict[str, str]) -> Any:
    if isinstance(value, dict):
        return {key: _swap(item, new) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(_swap(item, new) for item in value)
    if isinstance(value, uuid.UUID):
        return uuid.UUID(new[str(value)]) if str(value) in new else value
    if isinstance(value, str):
        for old, fresh in new.items():
            value = value.replace(old, fresh)
        return value
    return type(value)(_swap(value.obj, new)) if isinstance(value, Json | Jsonb) else value
