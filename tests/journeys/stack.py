"""The whole system as it runs for people: web server, worker, database, queue, and a folder of letters."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Final

from redis import Redis

from adapters import embedded
from jobs.queueing import enqueue_periodic
from settings import Settings
from tests import databases

PROJECT: Final = Path(__file__).parents[2]
PROGRAMS: Final = Path(sys.executable).parent
_rounds = count(1)


@dataclass(frozen=True)
class Stack:
    """A running market: where it is, and what its processes know."""

    address: str
    settings: Settings
    environment: dict[str, str]

    def flask(self, *words: str) -> str:
        """Run ``flask …`` beside the running system; answer what it says, and fail where it fails."""
        ran = subprocess.run(
            [PROGRAMS / "flask", *words], cwd=PROJECT, env=self.environment, capture_output=True, text=True, check=False
        )
        assert ran.returncode == 0, f"flask {' '.join(words)}: {ran.stdout}{ran.stderr}"
        return ran.stdout

    def let_run(self, job: str) -> None:
        """Hand a periodic job to the worker, as the clockwork would at its next round."""
        with Redis.from_url(self.settings.redis_url) as redis:
            enqueue_periodic(redis, job, next(_rounds))


@contextmanager
def running(folder: Path) -> Iterator[Stack]:
    """Start everything on a database of its own below ``folder``, and stop it afterwards."""
    with embedded.servers(folder, fast=True) as urls:
        port = databases.free_port()
        environment = os.environ | {
            "FLASK_APP": "app",
            "PINHUO_ENV": "production",
            "PINHUO_VAR": str(folder),
            "HOST": "127.0.0.1",
            "PORT": str(port),
            "SECRET_KEY": "only for tests, and long enough to be taken",
            "DATABASE_URL": urls.database,
            "MIGRATION_DATABASE_URL": urls.migration_database,
            "REDIS_URL": urls.redis,
            "WEB_PROCESSES": "1",
            "CLAIM_WINDOW_DAYS": "0",
            "MAIL_URL": "",
            "PUBLIC_URL": "",
            "TRUSTED_HOSTS": "",
        }
        settings = Settings.from_environment(environment)
        databases.migrate(settings)
        commands = ([str(PROGRAMS / "gunicorn"), "app:create_app()"], [sys.executable, "-m", "jobs.worker"])
        processes = [subprocess.Popen(command, cwd=PROJECT, env=environment) for command in commands]
        try:
            wait_for(lambda: _answers(f"http://localhost:{port}/sign-in"), 180)
            yield Stack(f"http://localhost:{port}", settings, environment)
        finally:
            for process in processes:
                process.terminate()
            for process in processes:
                process.wait(20)


def wait_for(question: Callable[[], bool], seconds: float = 30) -> None:
    """Wait until the answer is yes; fail when it stays no."""
    until = time.monotonic() + seconds
    while not question():
        assert time.monotonic() < until, "waited in vain"
        time.sleep(0.1)


def _answers(url: str) -> bool:
    try:
        urllib.request.urlopen(url, timeout=5).close()
    except OSError:
        return False
    return True
