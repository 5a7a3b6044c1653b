"""One check per part. Each answers yes or no and never raises; the reason goes to the log.

Nothing here waits long: of a server that hangs only one question is asked, and it is given up after moments.
"""

import logging
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from functools import cache, wraps
from pathlib import Path
from typing import Final

from flask import current_app
from redis import Redis
from rq import cron_scheduler_registry, worker_registration
from sqlalchemy import func, select, text

from adapters import clock
from jobs.queueing import FORECAST, QUEUES, connect_briefly, queue
from trade.kernel.outbox import OutboxRow
from web.database import db

OUTBOX_LATE: Final = timedelta(minutes=5)
"""A promised job that waits longer than this is stuck."""

CLOCKWORK_LATE: Final = timedelta(minutes=2)
"""The clockwork stirs once a minute at least, also when nothing is due; who was silent for longer is not there."""

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
    return current == [newest_migration()]


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
    """Whether somebody works on each of the queues of daily business."""
    return all(_has_worker(name) for name in QUEUES)


@_quietly
def forecaster() -> bool:
    """Whether somebody works on the forecasts."""
    return _has_worker(FORECAST)


@_quietly
def clockwork() -> bool:
    """Whether somebody queues the periodic jobs."""
    since = (clock.now() - CLOCKWORK_LATE).timestamp()
    return bool(_redis().zcount(cron_scheduler_registry.get_registry_key(), since, "+inf"))


PARTS: Final[dict[str, Callable[[], bool]]] = {
    "database": database,
    "row_level_security": row_level_security,
    "migrations": migrations,
    "outbox": outbox,
    "redis": redis,
    "workers": workers,
    "forecaster": forecaster,
    "clockwork": clockwork,
}
OF_PAGES: Final = ("database", "row_level_security", "migrations")
"""What a page cannot do without. Without the queue it is answered, and what it promises is done later."""
BEHIND: Final = {
    "redis": ("workers", "forecaster", "clockwork"),
    "database": ("row_level_security", "migrations", "outbox"),
}
"""What need not be asked where a server does not answer: it would only be waited for again."""


def ask(names: Iterable[str]) -> dict[str, bool]:
    """Ask these parts, in the order given; what lies behind one that fails, fails."""
    found: dict[str, bool] = {}
    for name in names:
        if name not in found:
            found[name] = PARTS[name]()
            found |= dict.fromkeys(() if found[name] else BEHIND.get(name, ()), False)
    return {name: found[name] for name in names}


@cache
def newest_migration() -> str:
    """The number of the last migration; they stand in one row, and their files begin with it."""
    versions = Path(__file__).parents[2] / "migrations" / "versions"
    return max(path.name for path in versions.glob("[0-9]*.py")).partition("_")[0]


def _redis() -> Redis:
    return connect_briefly(current_app.extensions["settings"].redis_url)


def _has_worker(name: str) -> bool:
    """Whether a queue has a worker that lives: what RQ keeps of one that was killed ends two minutes later."""
    connection = _redis()
    keys = worker_registration.get_keys(queue(connection, name))
    return bool(keys) and bool(connection.exists(*keys))
