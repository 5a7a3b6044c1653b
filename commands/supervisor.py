"""Keeps children running until told to stop, in one thread."""

import selectors
import signal
import socket
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import IO, cast

from commands.children import Child

Farewell = Sequence[tuple[signal.Signals, float]]

TICK = 0.5
# Each asks louder. The second SIGTERM tells an RQ worker not to wait for the job it has in hand.
FAREWELL: Farewell = ((signal.SIGTERM, 4.0), (signal.SIGTERM, 3.0), (signal.SIGKILL, 2.0))


class Supervisor:
    """Starts children, shows what they say, restarts those that die, and stops all of them together."""

    def __init__(self, children: list[Child], on_tick: Callable[[], None], farewell: Farewell = FAREWELL) -> None:
        """Take the children, what else is to be done twice a second, and how patiently to stop."""
        self.children = children
        self.farewell = farewell
        self.on_tick = on_tick
        self.stopping = False
        self.failed = False
        self.selector = selectors.DefaultSelector()
        self._wake_on_signals()

    def run(self) -> int:
        """Run until a signal or a child that cannot live; return the exit code."""
        for child in self.children:
            child.start(self.selector)
        try:
            while not self.stopping:
                self._listen(TICK)
                self._mend()
                if not self.stopping:
                    self.on_tick()
        finally:
            self._stop_all()
        return 1 if self.failed else 0

    def _listen(self, seconds: float) -> None:
        """Wait for output, a signal or the tick."""
        for key, _ in self.selector.select(seconds):
            if isinstance(key.data, Child):
                key.data.show(cast("IO[bytes]", key.fileobj), self.selector)
            else:
                self._wakeup.recv(1024)

    def _mend(self) -> None:
        """Start children again that died, or give up with a sentence."""
        for child in self.children:
            code = child.buried()
            if code is not None:
                again = "" if child.is_hopeless else " Starting it again."
                print(f"{child.name:>6} | ended with {code}.{again}", flush=True)
            if child.is_hopeless:
                print(f"{child.name} keeps ending; its own lines above say why. Everything is stopped.", flush=True)
                self.stopping = self.failed = True
                return
            if child.process is None and time.monotonic() >= child.not_before:
                child.start(self.selector)

    def _stop_all(self) -> None:
        """Ask all at once, then insist."""
        for number, seconds in self.farewell:
            for child in self.children:
                child.signal(number)
            deadline = time.monotonic() + seconds
            while any(child.is_alive for child in self.children) and time.monotonic() < deadline:
                self._listen(0.05)

    def _wake_on_signals(self) -> None:
        """Let signals end the wait: each is a byte in a socket that the selector watches."""
        self._wakeup, sender = socket.socketpair()
        self._wakeup.settimeout(0)
        sender.settimeout(0)
        self._sender = sender
        signal.set_wakeup_fd(sender.fileno(), warn_on_full_buffer=False)
        self.selector.register(self._wakeup, selectors.EVENT_READ)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            with suppress(ValueError):
                signal.signal(number, self._on_stop)

    def _on_stop(self, *_: object) -> None:
        self.stopping = True
