"""One check per part. Each answers yes or no and never raises; the reason goes to the log."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import cache, wraps
from pathlib import Path
from typing import Final

from alembic.config import Config
from alembic.script import ScriptDirectory
from flask import current_app
from redis import Redis
from rq import Worker
from sqlalchemy import func, select, text

from adapters import clock
from trade.kernel.outbox import OutboxRow
from web.database import db

OUTBOX_LATE: Final = timedelta(minutes=5)
"""A promised job that waits longer than this is stuck."""

TAKE_TURNS: Final = ("forecast_chunk", "conclude_forecast")
"""Jobs that are promised many at once, to be done one after the other: a run shows its own progress."""

_ROLE: Final = text("SELECT NOT rolsuper AND NOT rolbypassrls FROM pg_roles WHERE rolname = current_user")
_EXPOSED: Final = text(
    "SELECT count(*) FROM pg_class WHERE relname IN ('orders', 'carts', 'ledger_postings')"
    " AND relkind = 'r' AND NOT (relrowsecurity AND relforcerowsecurity)"
)
log = logging.getLogger("pinhuo.health")


def _quietly(check: Callable[[], bool]) -> Callable[[], bool]:
    @wraps(check)
    def quiet() -> bool:
        try:
            return check()
        except Exception:
            log.exception("%s", check.__name__)
            db.session.rollback()
            return False

    return quiet


@_quietly
def database() -> bool:
    """Whether the database answers."""
    return bool(db.session.execute(select(1)).scalar_one() == 1)


@_quietly
def row_level_security() -> bool:
    """Whether our role is held by it, and the tables that matter have it."""
    bound = db.session.execute(_ROLE).scalar_one()
    return bool(bound) and db.session.execute(_EXPOSED).scalar_one() == 0


@_quietly
def migrations() -> bool:
    """Whether the tables are those that this code expects."""
    current = db.session.execute(text("SELECT version_num FROM alembic_version")).scalars().all()
    return set(current) == _heads()


@_quietly
def outbox() -> bool:
    """Whether promised jobs are done in time."""
    oldest: datetime | None = db.session.execute(
        select(func.min(OutboxRow.at)).where(OutboxRow.done_at.is_(None), OutboxRow.job.not_in(TAKE_TURNS))
    ).scalar_one()
    return oldest is None or clock.now() - oldest < OUTBOX_LATE


@_quietly
def redis() -> bool:
    """Whether the queue's server answers."""
    return bool(_redis().ping())


@_quietly
def workers() -> bool:
    """Whether somebody works on the queue; a worker that died is forgotten when its heartbeat expires."""
    return Worker.count(connection=_redis()) > 0


PARTS: Final[dict[str, Callable[[], bool]]] = {
    "database": database,
    "row_level_security": row_level_security,
    "migrations": migrations,
    "outbox": outbox,
    "redis": redis,
    "workers": workers,
}


@cache
def _heads() -> frozenset[str]:
    folder = Path(__file__).parents[2] / "migrations"
    config = Config()
    config.set_main_option("script_location", str(folder))
    return frozenset(ScriptDirectory.from_config(config).get_heads())


def _redis() -> Redis:
    connection: Redis | None = current_app.extensions.get("redis")
    if connection is None:
        url = current_app.extensions["settings"].redis_url
        connection = current_app.extensions["redis"] = Redis.from_url(url, socket_timeout=2)
    return connection
