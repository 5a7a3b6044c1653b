"""The clockwork: ``python -m jobs.schedule`` queues each periodic job of the catalogue in its turn."""

from __future__ import annotations

import time

from rq.cron import CronJob, CronScheduler
from rq.utils import now

from jobs.calls import settings
from jobs.catalogue import JOBS
from jobs.queueing import connect, enqueue_periodic, wait_until_there
from jobs.running import run_periodic


class Clockwork(CronScheduler):
    """RQ's scheduler, but queueing as JSON and once a period: its own way would pickle."""

    def enqueue_jobs(self) -> list[CronJob]:
        """Queue what is due."""
        due = [job for job in self.get_jobs() if job.should_run()]
        for job in due:
            period = int(time.time()) // int(job.interval or 1)
            enqueue_periodic(self.connection, job.args[0], period)
            job.set_enqueue_time(now())
        return due


def main() -> None:
    """Run until told to stop."""
    connection = connect(settings().redis_url)
    wait_until_there(connection)
    clockwork = Clockwork(connection, name="clockwork", logging_level="WARNING")
    for name, spec in JOBS.items():
        if spec.every_seconds is not None:
            clockwork.register(run_periodic, spec.queue, args=(name,), interval=spec.every_seconds, name=name)
    clockwork.start()  # type: ignore[no-untyped-call]


if __name__ == "__main__":
    main()
