"""Payouts on their way to the bank, and whoever sends them killed again and again: none is lost, none leaves twice."""

from __future__ import annotations

import os
import random
import signal
import time
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from redis import Redis

from adapters.bank import Folder
from adapters.clock import now
from jobs import calls
from jobs.catalogue import JOBS
from jobs.payouts import send_payouts, send_to
from tests.trade.market import Market
from tests.trade.payouts.fake_bank import payments_of
from tests.trade.payouts.paying import approved_batch, assert_books_agree, sellers_with_money
from trade.payouts.actions.send import LEASE

pytestmark = pytest.mark.slow
A_KILL = 5
FORGOTTEN = "UPDATE bank_files SET tried_at = tried_at - interval '1 minute' WHERE state = 'intended'"
Tamper = Callable[[str], None]


class Deadly(Folder):
    """A bank at whose door the sender dies: before the file is handed over, or when nobody has heard that it was."""

    def __init__(self, root: Path, *, after: bool) -> None:
        super().__init__(root)
        self._after = after

    def submit(self, reference: str, content: bytes) -> None:
        """Die in front of the door, or behind it."""
        if self._after:
            super().submit(reference, content)
        os.kill(os.getpid(), signal.SIGKILL)


def kill_a_sender(number: int, after: float) -> None:
    """Let a process send, and kill it: at the bank's door, behind it, or after so many seconds, wherever it is then."""
    child = os.fork()
    if child == 0:
        try:
            while number % 3 == 0:
                send_payouts()
            send_to(Deadly(calls.settings().bank, after=number % 3 == 1))
        finally:
            os._exit(1)
    if number % 3 == 0:
        time.sleep(after)
        os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


def storm(market: Market, tamper: Tamper, kills: int, seed: int) -> Path:
    """Approve a few payouts before each kill; answer the bank's folder when all is done."""
    chance = random.Random(seed)
    market.at = now() - timedelta(hours=1)
    for number in range(kills):
        sellers_with_money(market, A_KILL)
        approved_batch(market)
        market.session.close()
        kill_a_sender(number, chance.random() * 0.12)
        tamper(FORGOTTEN)
    send_payouts()
    return calls.settings().bank


def assert_each_left_once(market: Market, folder: Path, count: int) -> None:
    left: Counter[str] = Counter()
    for file in (folder / "out").glob("*.xml"):
        left.update(reference for reference, _ in payments_of(file.read_bytes()))
    references = {reference for (reference,) in market.rows("SELECT reference FROM payouts")}
    assert len(references) == count
    assert set(left) == references
    assert set(left.values()) == {1}
    assert market.rows("SELECT DISTINCT state FROM bank_files") == [("delivered",)]
    assert market.rows("SELECT count(*) FROM payouts WHERE left_at IS NULL") == [(0,)]
    assert_books_agree(market)


@pytest.fixture
def folder(here: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The bank's folder of this test alone."""
    monkeypatch.setenv("PINHUO_VAR", str(tmp_path))
    calls.settings.cache_clear()


@pytest.mark.usefixtures("folder", "queue")
def test_p5_twenty_kills_lose_and_double_no_payout(market: Market, tamper: Tamper, queue: Redis) -> None:
    found = storm(market, tamper, kills=20, seed=5)
    assert_each_left_once(market, found, 20 * A_KILL)
    assert market.rows("SELECT count(*) > 0 FROM bank_files WHERE attempts > 1") == [(True,)], "no kill hit a file"


@pytest.mark.soak
@pytest.mark.usefixtures("folder", "queue")
def test_p5_a_thousand_payouts_under_two_hundred_kills(market: Market, tamper: Tamper) -> None:
    assert_each_left_once(market, storm(market, tamper, kills=200, seed=55), 200 * A_KILL)


def test_a_file_is_taken_up_again_within_a_minute_of_a_kill() -> None:
    every = JOBS["send_payouts"].every_seconds
    assert every is not None
    assert LEASE + timedelta(seconds=every) <= timedelta(minutes=1)
