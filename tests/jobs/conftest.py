"""Real workers on the test run's own database and queue, and jobs run in this process."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from redis import Redis
from sqlalchemy import create_engine, text
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from jobs import calls
from settings import Settings
from tests.trade.market import Market

PROJECT = Path(__file__).parents[2]


@pytest.fixture
def environment(migrated: Settings) -> dict[str, str]:
    """What a worker process needs to know."""
    return os.environ | {
        "PINHUO_ENV": "test",
        "PINHUO_VAR": str(migrated.var),
        "SECRET_KEY": migrated.secret_key,
        "DATABASE_URL": migrated.database_url,
        "MIGRATION_DATABASE_URL": migrated.migration_database_url,
        "REDIS_URL": migrated.redis_url,
        "CLAIM_WINDOW_DAYS": "0",
    }


@pytest.fixture
def here(environment: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let jobs run in this process, on the test's database."""
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    calls.settings.cache_clear()
    calls._engine.cache_clear()
    yield
    calls._engine(os.getpid()).dispose()
    calls.settings.cache_clear()
    calls._engine.cache_clear()


@pytest.fixture
def market(committed: Session) -> Market:
    """A market whose trade really commits."""
    return Market(committed)


@pytest.fixture
def queue(migrated: Settings) -> Iterator[Redis]:
    """The queue's server, empty before and after."""
    with Redis.from_url(migrated.redis_url) as redis:
        redis.flushdb()
        yield redis
        redis.flushdb()


@pytest.fixture
def worker(environment: dict[str, str], queue: Redis) -> Iterator[Callable[[], subprocess.Popen[bytes]]]:
    """Start workers in process groups of their own, so that a whole one can be killed."""
    yield from _starting("jobs.worker", environment)


@pytest.fixture
def forecaster(environment: dict[str, str], queue: Redis) -> Iterator[Callable[[], subprocess.Popen[bytes]]]:
    """Start forecasting workers in process groups of their own."""
    yield from _starting("jobs.forecaster", environment)


def _starting(module: str, environment: dict[str, str]) -> Iterator[Callable[[], subprocess.Popen[bytes]]]:
    started: list[subprocess.Popen[bytes]] = []

    def start() -> subprocess.Popen[bytes]:
        process = subprocess.Popen(
            [sys.executable, "-m", module], cwd=PROJECT, env=environment, process_group=0,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.wait()


def wait_for(question: Callable[[], bool], seconds: float = 30) -> None:
    """Wait until the answer is yes; fail when it stays no."""
    until = time.monotonic() + seconds
    while not question():
        assert time.monotonic() < until, "waited in vain"
        time.sleep(0.05)


@pytest.fixture
def tamper(migrated: Settings) -> Callable[[str], None]:
    """Run SQL as the owner of the tables, with the ledger's guards off for the moment."""

    def run(statement: str) -> None:
        engine = create_engine(migrated.migration_database_url, poolclass=NullPool)
        with engine.begin() as connection:
            connection.execute(text("ALTER TABLE ledger_postings DISABLE TRIGGER USER"))
            connection.execute(text(statement))
            connection.execute(text("ALTER TABLE ledger_postings ENABLE TRIGGER USER"))

    return run
