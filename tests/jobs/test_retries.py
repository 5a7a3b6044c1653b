"""A job that failed is run again: what RQ keeps of the failure, for a person to read, does not stand in its way."""

from __future__ import annotations

import subprocess
from collections.abc import Callable

import pytest
from redis import Redis
from sqlalchemy import text

from jobs import housekeeping
from jobs.queueing import NOW, Sender
from jobs.queueing import queue as line_of
from settings import Settings
from tests.jobs.conftest import wait_for
from tests.trade.market import Market
from trade.parties.actions import invite_member
from trade.parties.rules import Role

pytestmark = pytest.mark.slow


@pytest.mark.usefixtures("here")
def test_a_letter_that_could_not_be_sent_is_sent_later(
    queue: Redis, market: Market, migrated: Settings, worker: Callable[[], subprocess.Popen[bytes]]
) -> None:
    folder, failed = migrated.mail_outbox, line_of(queue, NOW).failed_job_registry
    before = set(folder.glob("*.eml"))
    hidden = folder.rename(folder.with_name("kept")) if folder.exists() else None
    folder.write_text("a file where the folder should be")
    market.session.info["send"] = Sender(migrated.redis_url)
    invite_member(market.by(market.supplier), "new@example.com", (Role.SALES,))
    worker()
    wait_for(lambda: failed.count == 1)
    assert waiting(market) == 1

    folder.unlink()
    if hidden:
        hidden.rename(folder)
    with market.as_system() as session:
        session.execute(text("UPDATE outbox SET due_at = now() - interval '1 second'"))
    housekeeping.sweep_outbox()

    wait_for(lambda: waiting(market) == 0)
    wait_for(lambda: failed.count == 0)
    assert len(set(folder.glob("*.eml")) - before) == 1


def waiting(market: Market) -> int:
    """Count the errands that are not done."""
    return int(market.rows("SELECT count(*) FROM outbox WHERE done_at IS NULL")[0][0])
