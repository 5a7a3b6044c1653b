"""The general worker: ``python -m jobs.worker``."""

from __future__ import annotations

from rq import Worker
from rq.serializers import JSONSerializer

import jobs.letters
import jobs.money
import jobs.news
import jobs.notices
import jobs.orders
import jobs.pools
import jobs.running
import jobs.uploads  # noqa: F401 - loaded here once, not in every forked job
from jobs.calls import settings
from jobs.queueing import QUEUES, connect, queue, wait_until_there

MAINTENANCE_SECONDS = 60
"""How often abandoned jobs are looked for; the outbox does not wait for it."""


def main() -> None:
    """Work until told to stop."""
    connection = connect(settings().redis_url)
    wait_until_there(connection)
    Worker(
        [queue(connection, name) for name in QUEUES],
        connection=connection,
        serializer=JSONSerializer,
        maintenance_interval=MAINTENANCE_SECONDS,
    ).work(logging_level="WARNING")


if __name__ == "__main__":
    main()
