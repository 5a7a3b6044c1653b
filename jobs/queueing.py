"""Queues by urgency, and how an errand gets into one."""

from __future__ import annotations

import time
from functools import cache
from typing import Any, Final

from redis import Redis, RedisError
from redis.backoff import NoBackoff
from redis.retry import Retry
from rq import Queue
from rq.exceptions import DuplicateJobError
from rq.job import JobStatus
from rq.serializers import JSONSerializer

from jobs.catalogue import JOBS

NOW: Final = "now"
SOON: Final = "soon"
NIGHT: Final = "night"
QUEUES: Final = (NOW, SOON, NIGHT)
"""In the order in which a worker empties them."""
FORECAST: Final = "forecast"
"""Worked on by the forecasting worker alone: its libraries take seconds and a hundred megabytes to load."""

ENDED: Final = (JobStatus.FAILED, JobStatus.STOPPED, JobStatus.CANCELED, JobStatus.FINISHED)

RUN_ERRAND: Final = "jobs.running.run_errand"
RUN_PERIODIC: Final = "jobs.running.run_periodic"


@cache
def connect(url: str) -> Redis:
    """One connection pool a process and address."""
    return Redis.from_url(url)


@cache
def connect_briefly(url: str) -> Redis:
    """The same for somebody who is waited for: a queue that hangs counts as one that is not there."""
    return Redis.from_url(url, socket_timeout=1, socket_connect_timeout=1, retry=Retry(NoBackoff(), 1))


def wait_until_there(connection: Redis) -> None:
    """Return once the queue answers; who ended instead would be given up by whatever keeps it running."""
    while True:
        try:
            connection.ping()
        except RedisError:
            time.sleep(1)
        else:
            return


def queue(connection: Redis, name: str) -> Queue:
    """A queue that speaks JSON: pickle would let whoever writes to Redis run code here."""
    return Queue(name, connection=connection, serializer=JSONSerializer)


class Sender:
    """Hands outbox rows to the queue that their job belongs to."""

    def __init__(self, redis_url: str) -> None:
        self.redis_url = redis_url

    def __call__(self, number: int, job: str, arguments: dict[str, Any]) -> None:
        """Queue row ``number``; nothing happens when it waits there already or is at work.

        Raises ``ConnectionError`` where the queue cannot be reached: the sweeper will find the row.
        """
        try:
            _enqueue(connect_briefly(self.redis_url), job, RUN_ERRAND, (number, job, arguments), f"errand-{number}")
        except RedisError as error:
            raise ConnectionError(str(error)) from error


def enqueue_periodic(connection: Redis, job: str, period: int) -> None:
    """Queue a periodic job once for its period, however many schedulers there are."""
    _enqueue(connection, job, RUN_PERIODIC, (job,), f"periodic-{job}-{period}")


def _enqueue(connection: Redis, job: str, function: str, args: tuple[Any, ...], job_id: str) -> None:
    spec = JOBS[job]
    line = queue(connection, spec.queue)
    for _ in range(2):
        try:
            line.enqueue_call(
                function,
                args=args,
                timeout=spec.timeout_seconds,
                job_id=job_id,
                unique=True,
                # A finished job would block its id; failed ones are kept a week, for a person to read.
                result_ttl=0,
                failure_ttl=7 * 24 * 3600,
                description=f"{job} {job_id}",
            )
        except DuplicateJobError:
            if not _clear_ended(line, job_id):
                return
        else:
            return


def _clear_ended(line: Queue, job_id: str) -> bool:
    """Remove what is kept of a job that ended, and so did not do its work; it would block its own repetition."""
    kept = line.fetch_job(job_id)
    if kept is None or kept.get_status() not in ENDED:
        return False
    kept.delete()
    return True
