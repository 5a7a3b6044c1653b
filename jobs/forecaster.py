"""The forecasting worker: ``python -m jobs.forecaster``. Its jobs are forked from a parent that has the libraries."""

from __future__ import annotations

import gc

from rq import Worker
from rq.serializers import JSONSerializer

import jobs.forecasting
import jobs.learning
import jobs.running  # noqa: F401 - loaded here once, not in every forked job
from jobs.calls import settings
from jobs.queueing import FORECAST, connect, queue, wait_until_there
from jobs.worker import MAINTENANCE_SECONDS


def main() -> None:
    """Work until told to stop."""
    connection = connect(settings().redis_url)
    wait_until_there(connection)
    gc.freeze()  # keeps the collector off the pages that the forked jobs share
    Worker(
        [queue(connection, FORECAST)],
        connection=connection,
        serializer=JSONSerializer,
        maintenance_interval=MAINTENANCE_SECONDS,
    ).work(logging_level="WARNING")


if __name__ == "__main__":
    main()
