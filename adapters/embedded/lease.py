"""Using a server: a shared lock held for as long as somebody needs it."""

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from adapters.embedded import locks, process
from adapters.embedded.places import Places
from adapters.embedded.state import EmbeddedServersError, State

PROJECT = Path(__file__).parents[2]
READY_WITHIN = 120.0
STOPPED_WITHIN = 10.0


@dataclass
class Lease:
    """One process's claim on a server."""

    places: Places
    fast: bool
    urls: dict[str, str]
    lock: int
    holder: int

    @classmethod
    def take(cls, places: Places, *, fast: bool = False) -> Self:
        """Claim the server, starting it when it is not running."""
        places.room.mkdir(parents=True, exist_ok=True)
        places.room.chmod(0o700)
        lock = locks.opened(places.in_use)
        locks.share(lock)  # waits while a guardian is stopping the server
        try:
            state = ready_state(places, fast=fast)
        except BaseException:
            os.close(lock)
            raise
        return cls(places, fast, state.urls, lock, os.getpid())

    def renew(self) -> None:
        """Start the server again if its guardian was killed."""
        if locks.is_free(self.places.guarded):
            ready_state(self.places, fast=self.fast)

    def release(self) -> None:
        """Give the claim up; the last user waits until the server has stopped."""
        if os.getpid() != self.holder:
            return  # a forked child shares the lock and must not give up its parent's claim
        os.close(self.lock)
        self.holder = 0
        deadline = time.monotonic() + STOPPED_WITHIN
        while time.monotonic() < deadline and not locks.is_free(self.places.guarded):
            if is_used_by_others(self.places):
                return
            time.sleep(0.02)


def is_used_by_others(places: Places) -> bool:
    """Say whether somebody shares the server (a guardian that stops it holds the lock alone)."""
    lock = locks.opened(places.in_use)
    try:
        return not locks.try_exclude(lock) and locks.try_share(lock)
    finally:
        os.close(lock)


def ready_state(places: Places, *, fast: bool) -> State:
    """Return where the server is; one starter at a time looks for a guardian and makes one if there is none."""
    deadline = time.monotonic() + READY_WITHIN
    with locks.excluding(places.starting):
        while time.monotonic() < deadline:
            guarded = locks.opened(places.guarded)
            try:
                if locks.try_exclude(guarded):
                    start_guardian(places, guarded, fast=fast)
            finally:
                os.close(guarded)
            if state := State.read(places.state):
                return state
            time.sleep(0.05)  # a guardian that was told to stop is on its way out
    raise EmbeddedServersError(f"The embedded {places.kind} in {places.var} does not answer.")


def start_guardian(places: Places, guarded: int, *, fast: bool) -> None:
    """Start the guardian in a session of its own, hand it its lock, and wait until it is ready."""
    places.state.unlink(missing_ok=True)
    reader, writer = os.pipe()
    command = [sys.executable, "-m", "adapters.embedded.guardian", places.kind, str(places.var)]
    command += ["--tell", str(writer)]
    try:
        with process.open_log(places.guardian_log) as log:
            child = subprocess.Popen(
                [*command, "--fast"] if fast else command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=PROJECT,
                start_new_session=True,  # Ctrl-C in the terminal is not meant for it
                pass_fds=(writer, guarded),
            )
    finally:
        os.close(writer)
    with os.fdopen(reader) as told:
        answer = told.read()
    if answer != "ready":
        child.wait()
        raise EmbeddedServersError(answer or process.last_lines(places.guardian_log))
    _children.append(child)


# Kept so that a guardian that ends before its starter is no zombie with a warning.
_children: list[subprocess.Popen[bytes]] = []
