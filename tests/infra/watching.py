"""Looking at processes from outside."""

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

from adapters.embedded.places import Kind, Places
from adapters.embedded.state import State

PROJECT = Path(__file__).parents[2]
KINDS: tuple[Kind, ...] = ("postgres", "valkey")


def published(var: Path, kind: Kind) -> State | None:
    return State.read(Places(var, kind).state)


def running(var: Path, kind: Kind) -> State:
    state = published(var, kind)
    assert state is not None, f"{kind} is not running"
    assert is_alive(state.server)
    return state


def is_alive(pid: int) -> bool:
    """Whether a process does something still; one that nobody has waited for is over."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):  # the second: gone between the opening and the reading
        return False


def eventually(condition: Callable[[], object], seconds: float = 8.0) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not come about in time"
        time.sleep(0.02)


def kill(pid: int) -> None:
    os.kill(pid, signal.SIGKILL)
