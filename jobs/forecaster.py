"""The forecasting worker: ``python -m jobs.forecaster``. Its jobs are forked from a parent that has the libraries."""

from __future__ import annotations

import gc

import jobs.forecasting
import jobs.learning
import jobs.running  # noqa: F401 - loaded here once, not in every forked job
from jobs.queueing import FORECAST
from jobs.working import work_on


def main() -> None:
    """Work until told to stop."""
    gc.freeze()  # keeps the collector off the pages that the forked jobs share
    work_on(FORECAST)


if __name__ == "__main__":
    main()
