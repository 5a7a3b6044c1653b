"""Row locks, always in key order: the only place that asks the database for one."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from trade.kernel import prepared

M = TypeVar("M")


def lock_one(session: Session, statement: Select[M]) -> M | None:
    """Lock and return the one row of ``statement``, re-read as it is now; ``None`` for none."""
    return session.scalars(statement.with_for_update().execution_options(populate_existing=True)).one_or_none()


def lock_unreferred(session: Session, statement: Select[M]) -> M | None:
    """The same, but rows that refer to it can still be written beside it: it is changed, and its key never."""
    locked = statement.with_for_update(key_share=True).execution_options(populate_existing=True)
    return session.scalars(locked).one_or_none()


def lock_key(session: Session, statement: Select[UUID], values: dict[str, Any]) -> UUID | None:
    """Lock the one row whose key ``statement`` selects, and return that key; ``None`` for none."""
    key: UUID | None = prepared.run(session, _locking(statement), values).scalar_one_or_none()
    return key


def lock_columns(session: Session, statement: Select[*tuple[Any, ...]], values: dict[str, Any]) -> Any:
    """Lock the one row of which ``statement`` selects columns, and return those as they are now; ``None`` for none."""
    return prepared.run(session, _locking(statement), values).one_or_none()


@cache
def _locking(statement: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    """Build a locking statement once, like the one it is made of."""
    return statement.with_for_update()


def lock_rows(session: Session, statement: Select[M]) -> list[M]:
    """Lock the rows of ``statement``, re-read as they are now; it says in which order, which is by key."""
    return list(session.scalars(statement.with_for_update().execution_options(populate_existing=True)))


def lock_all(session: Session, model: type[M], key: InstrumentedAttribute[UUID], keys: Iterable[UUID]) -> list[M]:
    """Lock the rows of ``model`` whose ``key`` is among ``keys``, in key order."""
    statement = select(model).where(key.in_(sorted(keys))).order_by(key).with_for_update()
    return list(session.scalars(statement.execution_options(populate_existing=True)))


def skip_locked(statement: Select[Any]) -> Select[Any]:
    """Let two workers share a queue table: rows that another holds are passed over."""
    return statement.with_for_update(skip_locked=True)
