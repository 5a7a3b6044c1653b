"""What parent and child of the files' desk say to each other when one of them ends: nobody hangs, nothing is left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import pytest

from adapters.confinement import asking
from adapters.files import desk as desks
from tests.adapters.confined import TRY, child_that_tries, desk_with
from tests.infra.watching import is_alive

NOW = {"kind": "photo"}
LARGE = bytes(4 << 20)
"""More than a pipe holds."""
GOES = "import os, sys; sys.stdin.buffer.read({read}); os.write(1, {says}); os._exit({code})"
PARENT = """
import sys, time
from adapters.files import desk
from tests.adapters.confined import TRY, started_with
desk._started = lambda: started_with({child!r})
made = desk.Desk()
made.ask({{"kind": "photo"}}, TRY)
print(made.child.pid, flush=True)
made.ask({{"kind": "photo"}}, TRY + b"time.sleep(2)") if {is_asked} else time.sleep(60)
"""


@pytest.mark.parametrize(
    ("read", "says"),
    [
        (1, b""),
        (12 + 17 + len(LARGE), b""),
        (12 + 17 + len(LARGE), b"\0\0\0\x02"),
        (12 + 17 + len(LARGE), b"\0\0\0\x02\0\0\0\0\0\0\0\x04{}ab"),
        (12 + 17 + len(LARGE), b"\xff" * 12),
        (12 + 17 + len(LARGE), b"\0\0\0\x02\0\0\xff\0\0\0\0\0{}"),
    ],
    ids=["before it has read all", "before it says a word", "in a length", "in its answer", "nonsense", "too much"],
)
def test_a_child_that_ends_loses_this_file_alone(read: int, says: bytes) -> None:
    with desk_with(GOES.format(read=read, says=says, code=3)) as desk:
        assert desk.ask(NOW, LARGE) is None
        assert desk.child is None, "it was waited for"
    with desk_with(child_that_tries()) as sound:
        assert sound.ask(NOW, TRY) == ({"did": "it"}, b"")


def test_a_child_that_says_nothing_for_long_is_ended_and_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desks, "SECONDS_EACH", 0.5)
    with desk_with("import time; time.sleep(300)") as desk:
        before = time.monotonic()
        assert desk.ask(NOW, LARGE) is None
        assert desk.ask(NOW, b"") is None
        assert time.monotonic() - before < 20


@pytest.mark.parametrize("is_asked", [False, True], ids=["while it waits", "while it looks at a file"])
def test_a_parent_that_is_killed_leaves_no_child(is_asked: bool) -> None:
    child = child_that_tries(patience=3)
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT.format(child=child, is_asked=is_asked)],
        cwd=asking._PROJECT, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert parent.stdout is not None
    pid = int(parent.stdout.readline())
    assert is_alive(pid)
    time.sleep(0.3 if is_asked else 0)
    os.kill(parent.pid, signal.SIGKILL)
    parent.communicate()
    until = time.monotonic() + 20
    while is_alive(pid) and time.monotonic() < until:
        time.sleep(0.05)
    assert not is_alive(pid)
