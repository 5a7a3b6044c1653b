"""What a load balancer is told."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import text

from adapters import clock
from blueprints.health import parts
from trade.kernel.outbox import OutboxRow


@pytest.fixture
def working(monkeypatch):
    """Pretend that a worker is there: in tests none is."""
    monkeypatch.setitem(parts.PARTS, "workers", lambda: True)


def test_everything_works(stranger, working):
    answer = stranger.get("health.healthz").answer

    assert answer.json == {"status": "ok", "parts": dict.fromkeys(parts.PARTS, "ok")}


def test_without_workers_it_is_not_well(stranger):
    answer = stranger.get("health.healthz", expect=503).answer

    assert answer.json["parts"]["workers"] == "failing"
    assert answer.json["status"] == "failing"


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
