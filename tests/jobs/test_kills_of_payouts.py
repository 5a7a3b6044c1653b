"""Payouts on their way to the bank, and whoever sends them killed again and again: none is lost, none leaves twice."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote

import pytest

from adapters.clock import now
from jobs import calls
from jobs.catalogue import JOBS
from jobs.payouts import bank, send_payouts, send_to
from tests.adapters.sftp_server import PASSWORD, USER
from tests.infra.watching import PROJECT
from tests.trade.market import Market
from tests.trade.payouts.fake_bank import payments_of
from tests.trade.payouts.paying import approved_batch, assert_books_agree, sellers_with_money
from trade.payouts.actions.send import LEASE
from trade.payouts.ports import Bank

pytestmark = pytest.mark.slow
A_KILL = 5
FORGOTTEN = "UPDATE bank_files SET tried_at = tried_at - interval '1 minute' WHERE state = 'intended'"
Tamper = Callable[[str], None]


class Deadly:
    """A bank at whose door the sender dies: before the file is handed over, or when nobody has heard that it was."""

    def __init__(self, inner: Bank, *, after: bool) -> None:
        self._inner, self._after = inner, after

    def submit(self, reference: str, content: bytes) -> None:
        """Die in front of the door, or behind it."""
        if self._after:
            self._inner.submit(reference, content)
        os.kill(os.getpid(), signal.SIGKILL)

    def knows(self, reference: str) -> bool:
        """What the bank itself says."""
        return self._inner.knows(reference)


def kill_a_sender(number: int, after: float) -> None:
    """Let a process send, and kill it: at the bank's door, behind it, or after so many seconds, wherever it is then."""
    child = os.fork()
    if child == 0:
        try:
            while number % 3 == 0:
                send_payouts()
            send_to(Deadly(bank(), after=number % 3 == 1))
        finally:
            os._exit(1)
    if number % 3 == 0:
        time.sleep(after)
        os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


def storm(market: Market, tamper: Tamper, out: Path, kills: int, seed: int) -> Counter[str]:
    """Approve a few payouts before each kill, and take away what lies there after it; answer how often each payout left."""
    chance, left = random.Random(seed), Counter[str]()
    market.at = now() - timedelta(hours=1)
    for number in range(kills):
        sellers_with_money(market, A_KILL)
        approved_batch(market)
        market.session.close()
        kill_a_sender(number, chance.random() * (0.12 if out.parent == calls.settings().bank else 0.8))
        left += taken_away(out)
        tamper(FORGOTTEN)
    send_payouts()
    return left + taken_away(out)


def taken_away(out: Path) -> Counter[str]:
    """Take the files that lie there, as a bank does; how often each payout is in them."""
    found = Counter[str]()
    for file in out.glob("[!.]*.xml"):
        found.update(reference for reference, _ in payments_of(file.read_bytes()))
        file.unlink()
    return found


def assert_each_left_once(market: Market, left: Counter[str], count: int) -> None:
    references = {reference for (reference,) in market.rows("SELECT reference FROM payouts")}
    assert len(references) == count
    assert set(left) == references
    assert set(left.values()) == {1}
    assert market.rows("SELECT DISTINCT state FROM bank_files") == [("delivered",)]
    assert market.rows("SELECT count(*) FROM payouts WHERE left_at IS NULL") == [(0,)]
    assert_books_agree(market)


@pytest.fixture(params=["folder", "sftp"])
def out(here: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Iterator[Path]:
    """Where files lie for the bank of this test alone, reached in one way or the other."""
    monkeypatch.setenv("PINHUO_VAR", str(tmp_path))
    if request.param == "folder":
        calls.settings.cache_clear()
        yield tmp_path / "bank" / "out"
        return
    serve = [sys.executable, "-m", "tests.adapters.sftp_server", str(tmp_path / "theirs")]
    with subprocess.Popen(serve, cwd=PROJECT, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        port, key = server.stdout.readline().strip().split(" ", 1)
        monkeypatch.setenv("BANK_SFTP", f"sftp://{USER}:{quote(PASSWORD)}@127.0.0.1:{port}")
        monkeypatch.setenv("BANK_SFTP_HOST_KEY", key)
        monkeypatch.setenv("BANK_SFTP_OUT", "/out")
        calls.settings.cache_clear()
        yield tmp_path / "theirs" / "out"
        server.kill()


@pytest.mark.usefixtures("queue")
def test_p5_twenty_kills_lose_and_double_no_payout(market: Market, tamper: Tamper, out: Path) -> None:
    left = storm(market, tamper, out, kills=20, seed=5)
    assert_each_left_once(market, left, 20 * A_KILL)
    assert market.rows("SELECT count(*) > 0 FROM bank_files WHERE attempts > 1") == [(True,)], "no kill hit a file"


@pytest.mark.soak
@pytest.mark.usefixtures("queue")
def test_p5_a_thousand_payouts_under_two_hundred_kills(market: Market, tamper: Tamper, out: Path) -> None:
    assert_each_left_once(market, storm(market, tamper, out, kills=200, seed=55), 200 * A_KILL)


def test_a_file_is_taken_up_again_within_a_minute_of_a_kill() -> None:
    every = JOBS["send_payouts"].every_seconds
    assert every is not None
    assert LEASE + timedelta(seconds=every) <= timedelta(minutes=1)
