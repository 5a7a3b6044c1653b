"""Sessions that read between actions: all they read is of one moment, and PostgreSQL refuses what they would write.

A page puts together what many statements answer; were each of its own moment, an order could stand as delivered above a
history that says completed, and a sum beside lines that do not add up to it.

A reader ends with COMMIT. One that rolled back would be as right, but psycopg forgets a connection's prepared statements
at each ROLLBACK, and PostgreSQL would plan every statement of every page anew; for the price of a list that takes ten
times as long as running it.
"""

from typing import Final

from psycopg import Connection as Driver
from psycopg import IsolationLevel
from psycopg.pq import TransactionStatus
from sqlalchemy import Connection, event
from sqlalchemy.orm import Session
from sqlalchemy.pool import Pool

_READS: Final = "reads"

ONE_MOMENT: Final = IsolationLevel.REPEATABLE_READ


def follow(session: Session, *, reads: bool) -> None:
    """Make transactions readers from the next one on if it ``reads``; otherwise from the end of the first action on."""
    session.info[_READS] = reads


def begin(session: Session, connection: Connection) -> None:
    """Say in BEGIN whether this transaction reads; one inside another's cannot be narrowed."""
    if connection.in_nested_transaction():
        return
    reads = bool(session.info.get(_READS))
    driver = connection.connection.driver_connection
    if driver is not None and bool(driver.read_only) is not reads:
        driver.isolation_level = ONE_MOMENT if reads else None
        driver.read_only = reads or None


@event.listens_for(Pool, "checkin")
def _forget(driver: "Driver[object] | None", _record: object) -> None:
    """Give a connection back as it came: whoever takes it next may want to write."""
    if driver is not None and driver.read_only and driver.info.transaction_status == TransactionStatus.IDLE:
        driver.isolation_level = driver.read_only = None


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
