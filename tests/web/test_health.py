"""What a load balancer and an operator are told."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import timedelta

import pytest
from redis import Redis
from rq import cron_scheduler_registry
from sqlalchemy import text

from adapters import clock
from blueprints.health import parts
from jobs.queueing import FORECAST, QUEUES, connect_briefly, queue
from jobs.schedule import Clockwork
from jobs.working import KnownWorker
from settings import Settings
from trade.kernel.outbox import OutboxRow


@pytest.fixture
def redis(migrated: Settings) -> Iterator[Redis]:
    """The queue's server, empty before and after."""
    with Redis.from_url(migrated.redis_url) as connection:
        connection.flushdb()
        yield connection
        connection.flushdb()


def worker_of(redis: Redis, *names: str) -> KnownWorker:
    """A worker that has begun, and would wait now for its first job."""
    worker = KnownWorker([queue(redis, name) for name in names], connection=redis)
    worker.register_birth()
    return worker


@pytest.fixture
def working(redis) -> tuple[KnownWorker, KnownWorker, Clockwork]:
    """Whoever runs beside the pages: both workers and the clockwork."""
    clockwork = Clockwork(redis, name="clockwork", logging_level="WARNING")
    clockwork.register_birth()
    return worker_of(redis, *QUEUES), worker_of(redis, FORECAST), clockwork


@contextmanager
def silence() -> Iterator[tuple[str, list[socket.socket]]]:
    """A server that takes every connection and says nothing; and the connections so far."""
    called: list[socket.socket] = []
    with socket.create_server(("127.0.0.1", 0)) as door:

        def listen() -> None:
            with suppress(OSError):
                while True:
                    called.append(door.accept()[0])

        listener = threading.Thread(target=listen)
        listener.start()
        url = f"redis://127.0.0.1:{door.getsockname()[1]}/0"
        yield url, called
        connect_briefly(url).close()
        door.shutdown(socket.SHUT_RDWR)
        listener.join()
        for line in called:
            line.close()


def failing(page) -> set[str]:
    """The parts that do not work."""
    return {name for name, state in page.answer.json["parts"].items() if state != "ok"}


def test_everything_works(stranger, working):
    answer = stranger.get("health.healthz").answer

    assert answer.json == {"status": "ok", "parts": dict.fromkeys(parts.PARTS, "ok")}


def test_without_anybody_who_works_it_is_not_well_though_pages_can_be_had(stranger, redis):
    page = stranger.get("health.healthz", expect=503)

    assert failing(page) == {"workers", "forecaster", "clockwork"}
    assert page.answer.json["status"] == "failing"
    assert stranger.get("health.readyz").answer.json["parts"].keys() == set(parts.OF_PAGES)


def test_a_worker_that_was_killed_is_missed_when_its_heartbeats_have_ended(stranger, redis, working):
    worker, forecaster, _ = working
    assert 0 < redis.ttl(worker.key) <= 480
    redis.delete(worker.key)  # as it expires; RQ goes on counting it

    assert failing(stranger.get("health.healthz", expect=503)) == {"workers"}
    forecaster.register_death()
    worker.heartbeat()
    assert failing(stranger.get("health.healthz", expect=503)) == {"forecaster"}


def test_every_queue_needs_a_worker(stranger, redis, working):
    working[0].register_death()
    worker_of(redis, QUEUES[0])

    assert failing(stranger.get("health.healthz", expect=503)) == {"workers"}


def test_a_queue_that_forgot_everything_knows_its_workers_again_after_a_heartbeat(stranger, redis, working):
    redis.flushdb()
    assert failing(stranger.get("health.healthz", expect=503)) == {"workers", "forecaster", "clockwork"}
    for one in working:
        one.heartbeat()

    stranger.get("health.healthz")


def test_a_clockwork_that_has_stopped_is_missed(stranger, redis, working):
    late = clock.now() - parts.CLOCKWORK_LATE - timedelta(seconds=1)
    redis.zadd(cron_scheduler_registry.get_registry_key(), {"clockwork": late.timestamp()})
    assert failing(stranger.get("health.healthz", expect=503)) == {"clockwork"}

    working[2].heartbeat()
    assert stranger.get("health.healthz")
    working[2].register_death()
    assert failing(stranger.get("health.healthz", expect=503)) == {"clockwork"}


def test_a_queue_that_hangs_is_asked_once_and_pages_are_not_taken_away(stranger, app, monkeypatch):
    with silence() as (url, called):
        monkeypatch.setitem(app.extensions, "settings", replace(app.extensions["settings"], redis_url=url))
        page = stranger.get("health.healthz", expect=503)

    assert failing(page) == {"redis", "workers", "forecaster", "clockwork"}
    assert len(called) <= 2  # of each a second is waited for an answer


def test_a_promise_that_waits_too_long_is_noticed(desk, session, working):
    late = clock.now() - parts.OUTBOX_LATE - timedelta(seconds=1)
    session.add(OutboxRow(job="send_invitation", arguments={}, at=late, due_at=late))

    answer = desk.get("health.healthz", expect=503).answer

    assert answer.json["parts"]["outbox"] == "failing"


def test_a_part_that_raises_is_failing_and_nothing_is_told(stranger, working, monkeypatch):
    monkeypatch.setattr(parts, "_ROLE", text("SELECT no_such_column"))

    answer = stranger.get("health.healthz", expect=503).answer

    assert answer.json["parts"]["row_level_security"] == "failing"
    assert answer.json["parts"]["outbox"] == "ok"
    assert "no_such_column" not in answer.text


def test_it_answers_within_moments(stranger, working, statements):
    with statements() as seen:
        stranger.get("health.healthz")

    assert len(seen) <= 5
