"""How both workers work: on queues of JSON, and known to be there by whoever asks after them."""

from __future__ import annotations

from typing import Final

from redis.client import Pipeline
from rq import Worker, worker_registration
from rq.serializers import JSONSerializer

from jobs.calls import settings
from jobs.queueing import connect, queue, wait_until_there

MAINTENANCE_SECONDS: Final = 60
"""How often abandoned jobs are looked for; the outbox does not wait for it."""
HEARTBEAT_SECONDS: Final = 60
"""A worker that was not heard of for this long and a minute more is taken for dead; an idle one speaks up before that."""


class KnownWorker(Worker):
    """RQ's worker, but registered again with each heartbeat: a queue that was emptied has forgotten who works on it."""

    def heartbeat(self, timeout: int | None = None, pipeline: Pipeline | None = None) -> None:
        """Say that this worker lives."""
        super().heartbeat(timeout, pipeline)
        worker_registration.register(self, pipeline)


def work_on(*names: str) -> None:
    """Work on these queues, the first one first, until told to stop."""
    connection = connect(settings().redis_url)
    wait_until_there(connection)
    KnownWorker(
        [queue(connection, name) for name in names],
        connection=connection,
        serializer=JSONSerializer,
        maintenance_interval=MAINTENANCE_SECONDS,
        worker_ttl=HEARTBEAT_SECONDS,
    ).work(logging_level="WARNING")
