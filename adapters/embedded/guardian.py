"""The process that answers for an embedded server: `python -m adapters.embedded.guardian KIND VAR …`.

It starts the server as its child, publishes where it is, restarts it when it dies, and stops it as soon as nobody uses
it any more. Should the guardian itself be killed, the kernel takes its child along.
"""

import argparse
import os
import signal
import sys
import time
import traceback
from collections import deque
from dataclasses import dataclass, field
from pathlib import Path

from adapters.embedded import locks, postgres, valkey
from adapters.embedded.account import account_for
from adapters.embedded.places import Places
from adapters.embedded.state import EmbeddedServersError, State

LOOK_EVERY = 0.1  # seconds between two looks whether the server is still in use
DEATHS_ALLOWED, DEATHS_WITHIN = 5, 60.0
WATCHED = {signal.SIGTERM, signal.SIGCHLD}


@dataclass
class Guardian:
    """One server, and the promise to stop it."""

    places: Places
    server: postgres.Postgres | valkey.Valkey
    deaths: deque[float] = field(default_factory=deque)

    def start(self) -> None:
        """Start the server and publish it; its address is the same at every start."""
        self.server.start()
        assert self.server.running is not None
        State(self.server.urls, os.getpid(), self.server.running.pid).write(self.places.state)

    def watch(self) -> None:
        """Return when nobody uses the server any more, or when told to stop."""
        in_use = locks.opened(self.places.in_use)
        while not locks.try_exclude(in_use):
            received = signal.sigtimedwait(WATCHED, LOOK_EVERY)
            if received is not None and received.si_signo == signal.SIGTERM:
                return
            self._mend()
        # The lock is kept until this process ends: whoever comes now waits for a clean start.

    def stop(self) -> None:
        """Stop the server; what it holds is on disk afterwards."""
        self.places.state.unlink(missing_ok=True)
        self.server.stop()

    def _mend(self) -> None:
        """Restart the server if it died, unless it keeps dying."""
        if self.server.running is None or self.server.running.poll() is None:
            return
        say(f"The server died ({self.server.running.returncode}); starting it again.")
        self.deaths.append(time.monotonic())
        while self.deaths[0] < time.monotonic() - DEATHS_WITHIN:
            self.deaths.popleft()
        if len(self.deaths) > DEATHS_ALLOWED:
            raise EmbeddedServersError("The server keeps dying; its log is in the same directory.")
        try:
            self.start()
        except EmbeddedServersError as error:  # the next look counts it as one more death, and tries again
            say(str(error))


def say(words: str) -> None:
    """Write a line to the guardian's log."""
    print(time.strftime("%Y-%m-%d %H:%M:%S"), words, flush=True)


def guardian_for(places: Places, *, fast: bool) -> Guardian:
    """Prepare the folders for the account that the server runs as."""
    account = account_for(places.files)
    account.open_the_way(places.files)
    account.give(places.sockets, 0o711)
    if places.kind == "postgres":
        account.let_run(postgres.program("postgres"))
        return Guardian(places, postgres.Postgres(places, account, fast))
    account.let_run(valkey.program())
    return Guardian(places, valkey.Valkey(places, account, fast))


def main() -> int:
    """Start, tell the starter through its pipe ("ready", or why not), watch, stop."""
    parser = argparse.ArgumentParser()
    parser.add_argument("kind", choices=["postgres", "valkey"])
    parser.add_argument("var", type=Path)
    parser.add_argument("--tell", type=int, required=True, help="the descriptor of the starter's pipe")
    parser.add_argument("--fast", action="store_true")
    given = parser.parse_args()
    signal.pthread_sigmask(signal.SIG_BLOCK, WATCHED)
    guardian = None
    try:
        with os.fdopen(given.tell, "w") as starter:
            try:
                guardian = guardian_for(Places(given.var, given.kind), fast=given.fast)
                guardian.start()
                starter.write("ready")
            except (EmbeddedServersError, OSError) as error:
                starter.write(str(error))
                return 1
        guardian.watch()
    except Exception:  # noqa: BLE001 - whatever it was, it belongs in the log
        say(traceback.format_exc())
        return 1
    finally:
        if guardian is not None:
            guardian.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
