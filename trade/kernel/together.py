"""Many rows in one statement with one value, so that what watches a table looks once, and nobody waits for a row at a time.

Sending a statement a row costs a trigger a row; writing all rows' values into one statement costs as much to take apart.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import TextClause, bindparam, text
from sqlalchemy.dialects import postgresql

from trade.kernel.base import Base


def together(model: type[Base], columns: Sequence[str], behind: str = "") -> Callable[[], TextClause]:
    """Return what gives the statement that inserts rows of these columns, in their order, as ``rows_of`` gives them.

    ``behind`` ends the statement, such as with what happens to rows that are there. It is built once, when it is first needed:
    the type of a column that refers to another table is known once that table is.
    """

    @cache
    def statement() -> TextClause:
        table, dialect = model.__table__, postgresql.dialect()  # type: ignore[no-untyped-call]
        names = ", ".join(columns)
        typed = ", ".join(f"{name} {table.c[name].type.compile(dialect)}" for name in columns)
        return text(
            f"INSERT INTO {model.__tablename__} ({names}) SELECT {names} FROM json_to_recordset(CAST(:rows AS json)) AS r ({typed}) {behind}"  # noqa: S608 - our own names
        ).bindparams(bindparam("rows"))

    return statement


def rows_of(rows: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Give rows, by column, as the value of such a statement. Ids, amounts and instants go as the database reads them."""
    return {"rows": json.dumps(list(rows), default=_plain, ensure_ascii=False)}


def columns_of(names: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> dict[str, list[Any]]:
    """Give rows as arrays, one for each of ``names``, which ``unnest`` takes apart again. There is at least one row."""
    return {name: list(column) for name, column in zip(names, zip(*rows, strict=True), strict=True)}


def _plain(value: object) -> str:
    """Write what JSON has no form for as the database reads it; anything else is a mistake of whoever wrote it down."""
    if isinstance(value, UUID | Decimal | date):
        return str(value)
    raise TypeError(f"{type(value).__name__} is nothing that a row holds")
