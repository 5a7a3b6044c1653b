"""The general worker: ``python -m jobs.worker``."""

from __future__ import annotations

import jobs.letters
import jobs.money
import jobs.news
import jobs.notices
import jobs.orders
import jobs.pools
import jobs.running
import jobs.sheets
import jobs.uploads  # noqa: F401 - loaded here once, not in every forked job
from jobs.queueing import QUEUES
from jobs.working import work_on


def main() -> None:
    """Work until told to stop."""
    work_on(*QUEUES)


if __name__ == "__main__":
    main()
