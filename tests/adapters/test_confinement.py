"""Code that got hold of any of our children can do nothing with it, and it is the limit that keeps it from that (decision 296)."""

from __future__ import annotations

import os
import re
import socket
import time
from collections.abc import Iterator
from unittest.mock import ANY

import pytest

from adapters.confinement import BANK, FILES, PAPERS, PICTURES, SHEETS, Ended, Kind
from tests.adapters.confined import came_of
from tests.architecture.reading import CODE, PROJECT, calls, imports, python

KINDS = [FILES, SHEETS, BANK, PICTURES, PAPERS]
DID = {"did": "it"}

each_kind = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)


@pytest.fixture
def ours(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[socket.socket, socket.socket]]:
    """What a parent of ours holds: a password, and a socket to its database that somebody forgot to keep to himself."""
    monkeypatch.setenv("DATABASE_URL", "postgresql://pinhuo:secret@localhost/pinhuo")
    here, there = socket.socketpair()
    here.set_inheritable(True)
    with here, there:
        there.settimeout(5)
        yield here, there


def attempts(ours: socket.socket) -> dict[str, str]:
    """What hostile code would do, and what it is told instead: each refusal is that of one limit."""
    full, again = "[Errno 24] Too many open files", "[Errno 11] Resource temporarily unavailable"
    return {
        "os.fork() or os._exit(0)": again,
        "os.posix_spawn('/bin/true', ['true'], {})": f"{again}: '/bin/true'",
        "threading.Thread(target=int).start()": "can't start new thread",
        "open('/etc/passwd').read()": f"{full}: '/etc/passwd'",
        "open('/proc/self/environ').read()": f"{full}: '/proc/self/environ'",
        "socket.socket().close()": full,
        f"os.write({ours.fileno()}, b'SELECT 1')": "[Errno 9] Bad file descriptor",
        "os.environ['DATABASE_URL']": "'DATABASE_URL'",
        "bytearray(2 << 30)": "",
    }


@each_kind
def test_it_does_nothing_and_would_without_its_limits(kind: Kind, ours: tuple[socket.socket, socket.socket]) -> None:
    held, database = ours
    tries = attempts(held)
    hands_down = {"pass_fds": [held.fileno()]}
    assert came_of(kind, *tries, how=hands_down) == [{"refused": ANY, "told": told} for told in tries.values()]
    open_door = {**hands_down, "env": dict(os.environ)}
    lifted = ["NPROC", "NOFILE", "FSIZE", "AS", "descriptors", "rank"]
    assert came_of(kind, *tries, without=lifted, how=open_door) == [DID] * len(tries)
    assert database.recv(100) == b"SELECT 1"


@each_kind
def test_it_writes_to_no_file_that_it_opens_or_holds(kind: Kind, ours: tuple[socket.socket, socket.socket]) -> None:
    writes = ["os.write(ours, b'x')", "tempfile.TemporaryFile(buffering=0).write(bytes(1 << 20))"]
    no_socket = f"os.write({ours[0].fileno()}, b'x')"
    lifted = ["NOFILE", "descriptors"]
    *found, missing = came_of(kind, *writes, no_socket, without=lifted)
    assert [one["told"] for one in found] == ["[Errno 27] File too large"] * 2
    assert missing["told"] == "[Errno 9] Bad file descriptor", "it was not even handed down"
    assert came_of(kind, *writes, without=[*lifted, "FSIZE"]) == [DID] * 2


@each_kind
def test_it_spins_and_sleeps_no_longer_than_its_time(kind: Kind) -> None:
    spins, sleeps = "while time.process_time() < 1.8: pass", "time.sleep(1.5)"
    assert came_of(kind, spins, seconds=1) is Ended.PROCESSOR
    assert came_of(kind, sleeps, patience=1) is Ended.CLOCK
    assert came_of(kind, spins, sleeps, without=["CPU", "clock"], seconds=1, patience=1) == [DID] * 2


@each_kind
def test_it_raises_none_of_its_limits_and_is_root_no_more(kind: Kind) -> None:
    limits = ("AS", "CPU", "FSIZE", "NPROC", "NOFILE", "CORE")
    raises = [f"set_limit(resource.RLIMIT_{limit}, (1 << 40, 1 << 40))" for limit in limits]
    *refused, no_core, no_root = came_of(
        kind, *raises, "assert resource.getrlimit(resource.RLIMIT_CORE) == (0, 0)", "os.setuid(0)"
    )
    assert [one["refused"] for one in refused] == ["ValueError"] * len(limits)
    assert (no_core, no_root["refused"]) == (DID, "PermissionError")


@each_kind
def test_it_can_do_as_little_where_we_are_an_ordinary_user(kind: Kind) -> None:
    tries = ["os.fork() or os._exit(0)", "open('/etc/passwd')", "os.setuid(0)", "os.write(ours, b'x')"]
    *refused, user = came_of(kind, *tries, "assert os.getuid() not in (0, 65534)", is_ordinary=True)
    assert [one["refused"] for one in refused] == ["BlockingIOError", "OSError", "PermissionError", "OSError"]
    assert user == DID
    lifted = ["NPROC", "NOFILE"]
    assert came_of(kind, *tries[:2], without=lifted, is_ordinary=True) == [DID] * 2


@pytest.mark.parametrize("kind", [SHEETS, BANK, PICTURES, PAPERS], ids=lambda kind: kind.name)
def test_it_does_not_talk_without_end_nor_stay_when_it_has_said_all(kind: Kind) -> None:
    for code, met in (
        ("while True: os.write(1, bytes(1 << 20))", Ended.ANSWER),
        ("os.close(1), signal.alarm(0), time.sleep(300)", Ended.CLOCK),
    ):
        began = time.monotonic()
        assert came_of(kind, code) is met
        assert time.monotonic() - began < 15, "long before its patience is over"


def test_an_operator_reads_which_limit_was_met(caplog: pytest.LogCaptureFixture) -> None:
    came_of(BANK, "time.sleep(9)", patience=1)
    told = [record.getMessage() for record in caplog.records if record.name.startswith("adapters.confinement")]
    assert told[0] == "The child for bank ended without an answer: clock, 40 s ''"


@each_kind
def test_the_handbook_has_the_limits(kind: Kind) -> None:
    figures = f"{kind.memory >> 20} MB | {kind.seconds} s | {kind.patience} s | {kind.answer >> 20} MB |"
    assert re.search(
        rf"^\| `{kind.name}` \| [^|]+ \| {re.escape(figures)}$",
        (PROJECT / "docs/operations.md").read_text(),
        re.MULTILINE,
    )


OURS = {
    "adapters/embedded/account.py",
    "adapters/embedded/lease.py",
    "adapters/embedded/postgres.py",
    "adapters/embedded/process.py",
    "adapters/embedded/valkey.py",
}
"""Servers of our own, which nobody sends anything."""


def test_whoever_starts_a_child_starts_it_confined() -> None:
    started = {str(path) for path, source in python(*CODE) if "subprocess" in imports(source)}
    assert {path for path in started - OURS if not path.startswith("commands/")} == {
        "adapters/confinement/asking.py",
        "adapters/files/desk.py",
    }
    assert calls(CODE, "fork") == {"adapters/files/child.py"}
