"""The two doors through which RQ runs a job."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from jobs.calls import system_call
from jobs.catalogue import JOBS
from trade.kernel.errands import finish_errand


def run_errand(number: int, job: str, arguments: dict[str, Any]) -> None:
    """Run an outbox row's job, then note in the database that it is done.

    Killed in between, the job runs again: every job is safe to run twice, and beside itself.
    """
    _function(job)(**arguments)
    with system_call() as call:
        finish_errand(call, number)


def run_periodic(job: str) -> None:
    """Run a job that comes round by itself."""
    _function(job)()


def _function(job: str) -> Any:
    module, _, name = JOBS[job].function.rpartition(".")
    return getattr(import_module(module), name)
