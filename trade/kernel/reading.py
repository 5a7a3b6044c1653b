"""Sessions that read between actions: PostgreSQL refuses what they would write, so they may end with COMMIT.

A reader that rolled back would be as right, but psycopg forgets a connection's prepared statements at each ROLLBACK, and
PostgreSQL would plan every statement of every page anew; for the price of a list that takes ten times as long as running it.
"""

from typing import Final

from sqlalchemy import ColumnElement, Connection, func, literal
from sqlalchemy.orm import Session

_READS: Final = "reads"

AS_READER: Final[ColumnElement[str]] = func.set_config("transaction_read_only", "on", literal(value=True))


def follow(session: Session, *, reads: bool) -> None:
    """Make transactions readers from the next one on if it ``reads``; otherwise from the end of the first action on."""
    session.info[_READS] = reads


def is_reader(session: Session, connection: Connection) -> bool:
    """Whether the transaction that begins now reads; one inside another's cannot be narrowed."""
    return bool(session.info.get(_READS)) and not connection.in_nested_transaction()


def finish(session: Session) -> None:
    """End the transaction of a reader."""
    if session.info.get(_READS) and session.in_transaction():
        session.commit()


def pause(session: Session) -> None:
    """Let an action write: what was read before it is a transaction of its own."""
    finish(session)
    if _READS in session.info:
        session.info[_READS] = False


def resume(session: Session) -> None:
    """Go back to reading after an action."""
    if _READS in session.info:
        session.info[_READS] = True
